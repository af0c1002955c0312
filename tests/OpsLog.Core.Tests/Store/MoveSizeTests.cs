using OpsLog.Core.Errors;
using OpsLog.Core.Store.Archive;

namespace OpsLog.Core.Tests.Store;

public sealed class MoveSizeTests
{
    [Fact]
    public void A_refusal_is_correct_for_one_record_and_for_several()
    {
        MoveSize size = new(1000, "archive");
        size.Check(400, 2);
        string one = Assert.Throws<BatchStateException>(() => size.Check(1000, 1)).Message;
        Assert.StartsWith("The record can't be archived in one step: it takes more than", one, StringComparison.Ordinal);
        Assert.EndsWith("Split it into several records.", one, StringComparison.Ordinal);
        string two = Assert.Throws<BatchStateException>(() => size.Check(1000, 2)).Message;
        Assert.StartsWith("The 2 records can't be archived in one step: they take more than", two, StringComparison.Ordinal);
        Assert.EndsWith("Archive fewer records at a time.", two, StringComparison.Ordinal);
    }
}
