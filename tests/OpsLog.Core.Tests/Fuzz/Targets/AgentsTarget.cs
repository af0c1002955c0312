using OpsLog.Core.Errors;
using OpsLog.Core.Storage;
using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>A spoilt store that two agents work on; once they have read each other they see the same, and so does who comes after.</summary>
internal sealed class AgentsTarget : StoreTarget
{
    public override string Name => "whole store, agents";

    public override int Share => 4_000;

    public override string Run(FuzzInput input)
    {
        MemoryBackend disk = DiskOf(input);
        OpsLogStoreOptions options = OptionsOf(input);
        OpsLogStore? first = null;
        if (Try(() => first = OpsLogStore.Open(disk.Share(), options with { Agent = "laptop" })) is { } refused)
        {
            ThrowIfLost(input, disk);
            return FuzzRun.OutcomeOf(refused);
        }

        Random random = new(input.Choice);
        ReadAll(first!);
        OpsLogStore? second = null;
        if (Try(() => second = OpsLogStore.Open(disk.Share(), options with { Agent = "fuzz" })) is { } alone)
        {
            throw new FuzzFailureException($"a second agent can't open it: {alone}");
        }

        StoreSteps[] agents = [new StoreSteps(first!, random, undoesOwnOnly: false, Count), new StoreSteps(second!, random, undoesOwnOnly: false, Count)];
        for (int turns = 6; turns > 0; turns--)
        {
            agents[random.Next(2)].Run(2);
            Try(() => first!.Refresh());
            Try(() => second!.Refresh());
        }

        first!.Refresh();
        second!.Refresh();
        StoreState state = StoreState.Of(first);
        FuzzFailureException.ThrowUnlessEqual(state, StoreState.Of(second), "the state as the second agent sees it");
        ReadAll(second);
        first.Close();
        second.Close();
        foreach (OpsLogStoreOptions other in (OpsLogStoreOptions[])[options with { ReadOnly = true }, options with { Agent = "third" }, options])
        {
            using OpsLogStore opened = OpsLogStore.Open(disk.Share(), other);
            FuzzFailureException.ThrowUnlessEqual(state, StoreState.Of(opened), "the state when they have gone");
        }

        return FuzzTally.Accepted;
    }
}
