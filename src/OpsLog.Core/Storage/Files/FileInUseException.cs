namespace OpsLog.Core.Storage.Files;

/// <summary>Windows has refused a call, which has changed nothing, because another program has the file open.</summary>
internal sealed class FileInUseException(Exception refusal)
    : IOException("Another program has the file open. Close it in that program, or wait until it has finished, and try again.", refusal)
{
}
