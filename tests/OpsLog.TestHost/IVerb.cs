namespace OpsLog.TestHost;

/// <summary>One thing this process can be started to do.</summary>
internal interface IVerb
{
    string Name { get; }

    /// <summary>Does it. An exception ends the process with a failure and shows on its standard error.</summary>
    void Run(string[] args);
}
