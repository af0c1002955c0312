using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Checkpoints;
using OpsLog.Core.Store.Files;
using OpsLog.Core.Store.Writing;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Store.Writing;

namespace OpsLog.Core.Tests.Store.Checkpoints;

public class LogLengthTests
{
    [Fact]
    public void A_length_is_noted_where_something_was_written_and_forgotten_where_the_log_is_cut_below_it()
    {
        using OwnedState owned = new();
        LogLength length = Length(owned);
        using StoreTurn turn = owned.State.EnterTurn(default);
        length.Note(turn);
        Assert.Empty(Noted(owned));
        owned.State.AppendStep(turn, [OwnedState.Staged("a", "{}")]);
        long end = owned.State.End.Offset;
        length.Note(turn);
        Assert.Equal(end, Noted(owned)[owned.State.LogName]);
        length.Forget(turn, end);
        Assert.Equal(end, Noted(owned)[owned.State.LogName]);
        length.Forget(turn, end - 1);
        Assert.Equal(end - 1, Noted(owned)[owned.State.LogName]);
    }

    [Fact]
    public void A_length_that_a_power_cut_may_undo_is_not_noted()
    {
        using OwnedState owned = new(options: new() { Durability = Durability.OperatingSystem });
        LogLength length = Length(owned);
        using StoreTurn turn = owned.State.EnterTurn(default);
        owned.State.AppendStep(turn, [OwnedState.Staged("a", "{}")]);
        length.Note(turn);
        Assert.Empty(Noted(owned));
    }

    [Fact]
    public void A_length_that_cannot_be_noted_is_a_warning_and_one_that_cannot_be_forgotten_an_error()
    {
        FaultyBackend faulty = new(new MemoryBackend());
        using OwnedState owned = new(faulty);
        LogLength length = Length(owned);
        using StoreTurn turn = owned.State.EnterTurn(default);
        owned.State.AppendStep(turn, [OwnedState.Staged("a", "{}")]);
        length.Note(turn);
        owned.State.AppendStep(turn, [OwnedState.Staged("b", "{}")]);
        faulty.Fail(StorageCall.Put, forever: true);
        length.Note(turn);
        Assert.Equal(StoreWarningKind.LengthNotNoted, Assert.Single(owned.Warnings.ToList()).Kind);
        Assert.Throws<StoreFailedException>(() => length.Forget(turn, 0));
    }

    private static LogLength Length(OwnedState owned) => new(
        owned.Options, owned.State, new WriterManifest(owned.Backend, owned.Condition, owned.State), owned.Warnings, owned.Backend.Location);

    private static IReadOnlyDictionary<string, long> Noted(OwnedState owned) => ManifestFile.Read(owned.Backend).Manifest.LogLengths;
}
