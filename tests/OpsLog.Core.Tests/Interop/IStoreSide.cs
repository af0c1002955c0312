namespace OpsLog.Core.Tests.Interop;

/// <summary>A store open on one side, the npm package's or ours: what a test has both of them do.</summary>
internal interface IStoreSide : ITurnSide
{
    /// <summary>Moves records to a segment and returns how many.</summary>
    int Archive(string segment, params string[] ids);

    SortedDictionary<string, string> Segment(string segment);
}
