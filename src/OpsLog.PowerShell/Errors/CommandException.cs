namespace OpsLog.PowerShell.Errors;

/// <summary>A call that a cmdlet refuses itself.</summary>
internal sealed class CommandException(CommandFault fault, string message, object? target = null) : Exception(message)
{
    /// <summary>What is wrong.</summary>
    public CommandFault Fault { get; } = fault;

    /// <summary>What it is about.</summary>
    public object? Target { get; } = target;
}
