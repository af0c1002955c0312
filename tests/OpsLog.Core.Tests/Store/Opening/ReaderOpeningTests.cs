using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Primitives;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;
using OpsLog.Core.Store.Opening;
using OpsLog.Core.Store.Roles;
using OpsLog.Core.Tests.Storage;

namespace OpsLog.Core.Tests.Store.Opening;

/// <summary>A reader beside a writer that goes on while the reader opens.</summary>
public class ReaderOpeningTests
{
    private static readonly string s_whole = MadeUpStore.Set("a", "{}") + MadeUpStore.Set("b", "{}");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Damage_that_is_gone_at_the_next_look_was_a_log_that_was_being_cut_and_is_not_reported(bool isStrict)
    {
        MemoryBackend disk = Damaged();
        FaultyBackend view = new(disk);
        view.Meanwhile(StorageCall.Read, StoreLayout.Manifest, () => disk.Put(MadeUpStore.Log, Encoding.UTF8.GetBytes(s_whole), PutCondition.None), nth: 2);
        StoreContext context = OpeningTests.Context(view, new() { Strict = isStrict });
        using ReaderRole role = ReaderOpening.Open(context, default);
        Assert.Empty(context.Warnings.ToList());
        Assert.Equal(["a", "b"], role.State.View().Ids());
    }

    [Fact]
    public void Damage_that_stays_is_reported_once()
    {
        StoreContext context = OpeningTests.Context(Damaged());
        using ReaderRole role = ReaderOpening.Open(context, default);
        Assert.Equal(StoreWarningKind.SkippedDamage, Assert.Single(context.Warnings.ToList()).Kind);
    }

    [Fact]
    public void Damage_that_stays_is_an_error_in_strict_mode() =>
        Assert.Throws<LogDamagedException>(() => ReaderOpening.Open(OpeningTests.Context(Damaged(), new() { Strict = true }), default));

    [Fact]
    public void A_file_that_checkpoints_delete_meanwhile_is_no_error_and_one_that_is_missing_is_one_at_once()
    {
        MemoryBackend disk = new();
        using OpsLogStore writer = OpsLogStore.Open(disk.Share());
        writer.Set("a", "{}");
        string snapshot = writer.GetStatistics().Snapshot;
        FaultyBackend view = new(disk.Share());
        view.Meanwhile(StorageCall.OpenRead, snapshot, () =>
        {
            writer.Compact();
            writer.Set("b", "{}");
            writer.Compact();
        });
        using ReaderRole role = ReaderOpening.Open(OpeningTests.Context(view), default);
        Assert.Null(disk.Find(snapshot));
        Assert.Equal(["a", "b"], role.State.View().Ids());

        disk.Delete(writer.GetStatistics().Snapshot);
        int opened = view.Count(StorageCall.OpenRead);
        Assert.Throws<SnapshotException>(() => ReaderOpening.Open(OpeningTests.Context(view), default));
        Assert.Equal(1, view.Count(StorageCall.OpenRead) - opened);
    }

    private static MemoryBackend Damaged() => new MadeUpStore().WithLog(MadeUpStore.Set("a", "{}") + "spoilt\n" + MadeUpStore.Set("b", "{}")).Build();
}
