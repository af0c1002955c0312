using System.Text;
using System.Text.Json;
using OpsLog.Core.Errors;
using OpsLog.Core.State;
using OpsLog.Core.Store;

string path = args[0];

using (OpsLogStore store = OpsLogStore.Open(path))
{
    // A value is a JSON object in UTF-8. When Set returns, the operation is on the disk.
    store.Set("job-17", """{"state":"queued","tries":0}"""u8);
    store.Set("job-18", JsonSerializer.SerializeToUtf8Bytes(new { state = "queued", tries = 0 }));
    store.Merge("job-17", """{"state":"running"}"""u8);
    Console.WriteLine($"job-17 is {Encoding.UTF8.GetString(store.Get("job-17")!)}");

    // All changes or none: an exception in the body discards them. A batch is one step for undo.
    store.Batch(batch =>
    {
        batch.Delete("job-17");
        batch.Delete("job-18");
    });
    Console.WriteLine($"{store.Count} jobs after the batch");
}

using (OpsLogStore store = OpsLogStore.Open(path))
{
    // The last step, although the store was closed in the meantime.
    Console.WriteLine($"{store.Undo().Count} operations undone");

    // A view does not change while other threads write. Id and Value point into it and are not copied.
    foreach (RecordRef job in store.View())
    {
        Utf8JsonReader reader = new(job.Value);
        Console.WriteLine($"{job.IdText} is {JsonElement.ParseValue(ref reader).GetProperty("state")}");
    }

    foreach (LoggedOperation operation in store.GetHistory("job-17"))
    {
        Console.WriteLine($"{operation.Kind} {operation.Id}: {Text(operation.Before)} -> {Text(operation.After)}");
    }

    // Every error that the engine reports derives from OpsLogException, with one type for each kind of failure.
    try
    {
        store.Delete("job-99");
    }
    catch (RecordNotFoundException e)
    {
        Console.WriteLine(e.Message);
    }
}

// Several writers: each opens the store under its own id and waits for no other.
using (OpsLogStore nightly = OpsLogStore.Open(path, new OpsLogStoreOptions { Agent = "nightly" }))
using (OpsLogStore laptop = OpsLogStore.Open(path, new OpsLogStoreOptions { Agent = "laptop" }))
{
    nightly.Merge("job-18", """{"state":"done"}"""u8);
    Console.WriteLine($"{laptop.Refresh()} operation read, job-18 is {Encoding.UTF8.GetString(laptop.Get("job-18")!)}");
}

static string Text(ReadOnlyMemory<byte>? json) => json is { } value ? Encoding.UTF8.GetString(value.Span) : "nothing";
