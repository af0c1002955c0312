namespace OpsLog.Core.Tests.Interop;

/// <summary>A turn in the model, by whichever program.</summary>
internal interface ITurn
{
    /// <summary>The records that the program sees.</summary>
    SortedDictionary<string, string> View { get; }

    /// <summary>Whether an undo would take back a step of this turn.</summary>
    bool CanUndo { get; }

    /// <summary>Writes changes; a null value deletes.</summary>
    void Write(params (string Id, string? Value)[] changes);

    void Undo();

    void Compact();
}
