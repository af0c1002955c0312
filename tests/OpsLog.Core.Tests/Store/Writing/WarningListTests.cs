using OpsLog.Core.Store;
using OpsLog.Core.Store.Writing;

namespace OpsLog.Core.Tests.Store.Writing;

public class WarningListTests
{
    [Fact]
    public void A_warning_that_is_met_again_is_in_the_list_once_where_that_is_asked_for()
    {
        WarningList list = new([]);
        list.AddOnce(Warning("a"));
        list.AddOnce(Warning("a"));
        list.Add(Warning("a"));
        list.AddOnce(Warning("b"));
        Assert.Equal(["a", "a", "b"], list.ToList().Select(warning => warning.Message));
    }

    [Fact]
    public void A_restart_forgets_what_was_met_but_not_what_was_there_before()
    {
        WarningList list = new([Warning("first")]);
        list.Add(Warning("met"));
        list.Restart();
        Assert.Equal(["first"], list.ToList().Select(warning => warning.Message));
    }

    [Fact]
    public void A_list_that_was_returned_does_not_change()
    {
        WarningList list = new([]);
        IReadOnlyList<StoreWarning> before = list.ToList();
        list.Add(Warning("a"));
        Assert.Empty(before);
    }

    private static StoreWarning Warning(string message) => new(StoreWarningKind.DeletionPutOff, message, "path");
}
