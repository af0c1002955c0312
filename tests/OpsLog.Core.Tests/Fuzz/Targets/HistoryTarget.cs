using OpsLog.Core.Store;
using OpsLog.Core.Store.History;
using OpsLog.Core.Tests.Support;

namespace OpsLog.Core.Tests.Fuzz.Targets;

/// <summary>The history of a log: the operations that a scan finds.</summary>
internal sealed class HistoryTarget : LogTarget
{
    public override string Name => "HistoryReader";

    public override string Run(FuzzInput input)
    {
        byte[] log = input.Bytes;
        LogSteps found = LogSteps.Scan(log);
        List<LoggedOperation> operations = [.. HistoryReader.Read(new BytesReader(log), "log", 0, log.Length, new OperationFilter())];
        FuzzFailureException.ThrowUnlessEqual(found.Steps.Sum(step => step.Lines.Count), operations.Count, "operations");
        FuzzFailureException.ThrowUnlessEqual(operations.Count, HistoryMerge.InOrder(operations).Count, "operations brought into order");
        if (operations is [{ Id: var id }, ..])
        {
            List<LoggedOperation> ofOne = [.. HistoryReader.Read(new BytesReader(log), "log", 0, log.Length, new OperationFilter { Id = id })];
            FuzzFailureException.ThrowUnlessEqual(operations.Count(operation => operation.Id == id), ofOne.Count, $"operations of '{id}'");
        }

        return OutcomeOf(log, found);
    }
}
