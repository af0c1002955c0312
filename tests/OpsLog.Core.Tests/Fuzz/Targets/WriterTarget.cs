using OpsLog.Core.Errors;
using OpsLog.Core.Maintenance;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>A spoilt store that is read and checked, then written to by a single writer, then read again.</summary>
internal sealed class WriterTarget : StoreTarget
{
    public override string Name => "whole store, single writer";

    public override int Share => 4_000;

    public override string Run(FuzzInput input)
    {
        MemoryBackend disk = DiskOf(input);
        OpsLogStoreOptions options = OptionsOf(input);
        (StoreState? read, OpsLogException? unreadable) = Read(disk, options);
        (StoreState? again, OpsLogException? alsoUnreadable) = Read(disk, options);
        FuzzFailureException.ThrowUnlessEqual(read, again, "the state read again");
        FuzzFailureException.ThrowUnlessEqual(unreadable?.Message, alsoUnreadable?.Message, "the refusal of reading again");
        Try(() => _ = StoreCheck.Run(disk.Share()).Count());
        FuzzFailureException.ThrowIf(!input.Parts.All(part => disk.Read(part.Name)!.Content.AsSpan().SequenceEqual(part.Bytes)), "reading or checking changed a file");

        OpsLogStore? store = null;
        if (Try(() => store = OpsLogStore.Open(disk.Share(), options)) is { } refused)
        {
            ThrowIfLost(input, disk);
            FuzzFailureException.ThrowIf(read is not null && refused is not (StoreLockedException or ClockExhaustedException), $"it can be read and not be written: {refused}");
            return FuzzRun.OutcomeOf(refused);
        }

        ThrowIfLost(input, disk);
        StoreState opened = StoreState.Of(store!);
        FuzzFailureException.ThrowIf(read is null && unreadable is not StoreNotFoundException, $"it can be written and not be read: {unreadable}");
        FuzzFailureException.ThrowIf(read is not null && !read.Equals(opened), $"read as {read}, opened for writing as {opened}");
        ThrowUnlessClosed(store!);
        store = OpsLogStore.Open(disk.Share(), options);
        FuzzFailureException.ThrowUnlessEqual(opened, StoreState.Of(store), "the state when it was closed and opened");
        FuzzFailureException.ThrowIf(store.Warnings.Any(warning => warning.Kind == StoreWarningKind.TornTail), "the second opening had something to repair");

        ReadAll(store);
        bool undoesOwnOnly = input.Choice % 3 > 0;
        new StoreSteps(store, new Random(input.Choice), undoesOwnOnly, Count).Run(12);
        StoreState last = StoreState.Of(store);
        ReadAll(store);
        ThrowUnlessClosed(store);
        (StoreState? left, OpsLogException? lost) = Read(disk, options);
        FuzzFailureException.ThrowIf(left is null, $"what was written can't be read: {lost}");

        // If a log contains wrong previous values, undo restores these values, and the log is then cut.
        FuzzFailureException.ThrowIf(undoesOwnOnly && !last.Equals(left), $"the state when all was closed is {left} and should be {last}");
        return FuzzTally.Accepted;
    }

    private static void ThrowUnlessClosed(OpsLogStore store)
    {
        if (Try(store.Close) is { } failed)
        {
            throw new FuzzFailureException($"it can't be closed: {failed}");
        }
    }

    private (StoreState? State, OpsLogException? Refused) Read(MemoryBackend disk, OpsLogStoreOptions options)
    {
        StoreState? state = null;
        OpsLogException? refused = Try(() =>
        {
            using OpsLogStore reader = OpsLogStore.Open(disk.Share(), options with { ReadOnly = true });
            state = StoreState.Of(reader);
            ReadAll(reader);
            FuzzFailureException.ThrowUnlessEqual(0L, reader.Refresh(), "operations that a refresh found");
            FuzzFailureException.ThrowUnlessEqual(state, StoreState.Of(reader), "the state after a refresh");
        });
        return (state, refused);
    }
}
