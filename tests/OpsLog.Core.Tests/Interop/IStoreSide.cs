namespace OpsLog.Core.Tests.Interop;

/// <summary>A store open on one side, the npm package's or ours: what a test has both of them do.</summary>
internal interface IStoreSide
{
    SortedDictionary<string, string> Records { get; }

    void Set(string id, string value);

    void Delete(string id);

    /// <summary>Writes changes as one batch; a null value deletes.</summary>
    void Batch(params (string Id, string? Value)[] changes);

    /// <summary>Takes the last step back; false if there is none.</summary>
    bool Undo();

    void Compact();

    /// <summary>Moves records to a segment and returns how many.</summary>
    int Archive(string segment, params string[] ids);

    SortedDictionary<string, string> Segment(string segment);

    void Close();
}
