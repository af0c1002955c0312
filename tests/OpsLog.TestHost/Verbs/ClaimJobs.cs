using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpsLog.Core.State;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>claim-jobs dir agent exclusive|plain lease</c>: opens the store as an agent, and takes jobs until none is left: the first
/// that is queued, or whose lease in milliseconds has expired. A job is claimed in one batch and done in another one. A line goes
/// out for each job that is done.
/// </summary>
internal sealed class ClaimJobs : IVerb
{
    public string Name => "claim-jobs";

    public void Run(string[] args)
    {
        bool isExclusive = args[2] == "exclusive";
        int lease = int.Parse(args[3], CultureInfo.InvariantCulture);
        using OpsLogStore store = OpsLogStore.Open(args[0], new OpsLogStoreOptions { Agent = args[1], Durability = Durability.OperatingSystem, LockTimeout = TimeSpan.FromSeconds(20) });
        while (true)
        {
            string? job;
            using (StoreBatch batch = Begin(store, isExclusive))
            {
                job = Find(batch, out bool isAllDone);
                if (isAllDone)
                {
                    return;
                }

                if (job is not null)
                {
                    Write(batch, job, new JsonObject { ["state"] = "running", ["by"] = args[1], ["until"] = DateTimeOffset.UtcNow.AddMilliseconds(lease).ToUnixTimeMilliseconds() });
                    batch.Commit();
                }
            }

            if (job is null)
            {
                // Others are working on what is left, or have died.
                Thread.Sleep(20);
                continue;
            }

            // The job takes a moment, in which others look for theirs.
            Thread.Sleep(1);
            using (StoreBatch batch = Begin(store, isExclusive))
            {
                // A worker whose lease has expired meanwhile must not report a job that another one has.
                if (IsOwn(batch, job, args[1]))
                {
                    Write(batch, job, new JsonObject { ["state"] = "done", ["by"] = args[1] });
                    batch.Commit();
                    Signal.Send(job);
                }
            }
        }
    }

    private static StoreBatch Begin(OpsLogStore store, bool isExclusive)
    {
        if (isExclusive)
        {
            return store.BeginExclusiveBatch();
        }

        store.Refresh();
        return store.BeginBatch();
    }

    private static string? Find(StoreBatch batch, out bool isAllDone)
    {
        isAllDone = true;
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (RecordRef record in batch.View())
        {
            JsonNode value = JsonNode.Parse(record.Value)!;
            isAllDone &= (string?)value["state"] == "done";
            if ((string?)value["state"] == "queued" || ((string?)value["state"] == "running" && (long)value["until"]! < now))
            {
                return record.IdText;
            }
        }

        return null;
    }

    private static bool IsOwn(StoreBatch batch, string job, string agent)
    {
        System.Buffers.ArrayBufferWriter<byte> value = new();
        batch.TryGet(job, value);
        JsonNode found = JsonNode.Parse(value.WrittenSpan)!;
        return (string?)found["state"] == "running" && (string?)found["by"] == agent;
    }

    private static void Write(StoreBatch batch, string job, JsonObject value) => batch.Set(job, Encoding.UTF8.GetBytes(value.ToJsonString()));
}
