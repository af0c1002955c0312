namespace OpsLog.TestHost;

/// <summary>
/// <c>hold-file path share milliseconds</c>: has a file open for reading for a time, as a virus scanner or a backup does;
/// for 0 until it receives a signal.
/// </summary>
internal sealed class HoldFile : IVerb
{
    public string Name => "hold-file";

    public void Run(string[] args)
    {
        using FileStream file = new(args[0], FileMode.Open, FileAccess.Read, Enum.Parse<FileShare>(args[1]));
        Signal.Send("held");
        int milliseconds = int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);
        if (milliseconds == 0)
        {
            Signal.Wait();
        }
        else
        {
            Thread.Sleep(milliseconds);
        }
    }
}
