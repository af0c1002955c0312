using OpsLog.Core.Storage;

namespace OpsLog.Core.Tests.Storage;

public abstract partial class StorageContractTests
{
    [Fact]
    public void A_lock_has_one_holder_and_shows_who()
    {
        LockAttempt first = Backend.TryLock("writer", "me"u8);
        Assert.NotNull(first.Lock);
        Assert.Null(first.Holder);

        foreach (IStorageBackend backend in (IStorageBackend[])[Backend, OpenAgain()])
        {
            LockAttempt second = backend.TryLock("writer", "you"u8);
            Assert.Null(second.Lock);
            Assert.Equal(Utf8("me"), second.Holder);
        }

        first.Lock.Dispose();
    }

    [Fact]
    public void Locks_of_other_names_and_objects_of_the_same_are_apart()
    {
        using IDisposable? writer = Backend.TryLock("writer", "me"u8).Lock;
        using IDisposable? agent = Backend.TryLock("agent-a", "me"u8).Lock;
        Assert.NotNull(writer);
        Assert.NotNull(agent);
        Backend.Put("writer", "x"u8, PutCondition.IfAbsent);
        Assert.Equal(["writer"], Names(""));
    }

    [Fact]
    public void Whether_a_lock_is_held_is_seen_without_taking_it()
    {
        Assert.False(Backend.IsLocked("writer", out byte[]? holder));
        Assert.Null(holder);
        using (Backend.TryLock("writer", "me"u8).Lock)
        {
            foreach (IStorageBackend backend in (IStorageBackend[])[Backend, OpenAgain()])
            {
                Assert.True(backend.IsLocked("writer", out holder));
                Assert.Equal(Utf8("me"), holder);
                Assert.False(backend.IsLocked("agent-a", out _));
            }
        }

        Assert.False(OpenAgain().IsLocked("writer", out holder));
        Assert.Null(holder);
        using IDisposable? taken = Backend.TryLock("writer", "you"u8).Lock;
        Assert.NotNull(taken);
    }

    [Fact]
    public void A_lock_is_shared_or_held_and_never_both()
    {
        using (IDisposable? first = Backend.TryShareLock("writer"))
        using (IDisposable? second = OpenAgain().TryShareLock("writer"))
        {
            Assert.NotNull(first);
            Assert.NotNull(second);
            LockAttempt refused = OpenAgain().TryLock("writer", "me"u8);
            Assert.Null(refused.Lock);
            Assert.Null(refused.Holder);
            Assert.False(Backend.IsLocked("writer", out _));
            second.Dispose();
            Assert.Null(Backend.TryLock("writer", "me"u8).Lock);
        }

        using IDisposable? held = Backend.TryLock("writer", "me"u8).Lock;
        Assert.NotNull(held);
        Assert.Null(OpenAgain().TryShareLock("writer"));
        Assert.True(Backend.IsLocked("writer", out byte[]? holder));
        Assert.Equal(Utf8("me"), holder);
    }

    [Fact]
    public void Nothing_strays_where_everything_is_finished()
    {
        Backend.Put("ops/a", "x"u8, PutCondition.IfAbsent);
        using IDisposable? held = Backend.TryLock("writer", "me"u8).Lock;
        Assert.Empty(Backend.ListStray());
    }

    [Fact]
    public void A_released_lock_is_free_for_others()
    {
        Backend.TryLock("writer", "me"u8).Lock!.Dispose();
        using IDisposable? taken = OpenAgain().TryLock("writer", "you"u8).Lock;
        Assert.NotNull(taken);
        Assert.Equal(Utf8("you"), Backend.TryLock("writer", "me"u8).Holder);
    }

    [Fact]
    public void Releasing_twice_does_not_release_the_next_holders_lock()
    {
        IDisposable first = Backend.TryLock("writer", "me"u8).Lock!;
        first.Dispose();
        using IDisposable? second = OpenAgain().TryLock("writer", "you"u8).Lock;
        first.Dispose();
        LockAttempt third = Backend.TryLock("writer", "me"u8);
        Assert.Null(third.Lock);
        Assert.Equal(Utf8("you"), third.Holder);
    }

    [Fact]
    public void Of_many_that_try_at_once_exactly_one_gets_the_lock()
    {
        for (int round = 0; round < 20; round++)
        {
            using var start = new Barrier(6);
            var locks = new IDisposable?[6];
            Thread[] threads = Enumerable.Range(0, 6).Select(i => new Thread(() =>
            {
                start.SignalAndWait();
                locks[i] = Backend.TryLock("writer", "me"u8).Lock;
            })).ToArray();
            Array.ForEach(threads, thread => thread.Start());
            Array.ForEach(threads, thread => thread.Join());
            Assert.Single(locks, held => held is not null);
            Array.ForEach(locks, held => held?.Dispose());
        }
    }
}
