namespace OpsLog.Core.Model;

/// <summary>
/// An operation's place in a batch, <c>"batch":[index,count]</c> with the index from 1. A batch whose last line is not
/// there was never acknowledged.
/// </summary>
/// <param name="Index">1 for the first operation of the batch; 0 outside of one.</param>
/// <param name="Count">How many operations the batch has; 0 outside of one.</param>
internal readonly record struct BatchMark(int Index, int Count)
{
    public bool IsPart => Count > 0;

    public bool IsLast => Index == Count;
}
