namespace OpsLog.Core.Tests.Interop;

/// <summary>A store open on one side, the npm package's or ours, for one turn.</summary>
internal interface ITurnSide
{
    SortedDictionary<string, string> Records { get; }

    void Set(string id, string value);

    void Delete(string id);

    /// <summary>Writes changes as one batch; a null value deletes.</summary>
    void Batch(params (string Id, string? Value)[] changes);

    /// <summary>Undoes the last step; false if there is none.</summary>
    bool Undo();

    void Compact();

    void Close();
}
