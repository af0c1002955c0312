namespace OpsLog.Core.Model;

/// <summary>
/// The place of an operation in a batch, <c>"batch":[index,count]</c> with the index from 1. A batch whose last line is
/// missing was never acknowledged.
/// </summary>
/// <param name="Index">1 for the first operation of the batch; 0 outside of a batch.</param>
/// <param name="Count">The number of operations in the batch; 0 outside of a batch.</param>
internal readonly record struct BatchMark(int Index, int Count)
{
    public bool IsPart => Count > 0;

    public bool IsLast => Index == Count;
}
