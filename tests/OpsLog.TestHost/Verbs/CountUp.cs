using System.Globalization;
using System.Text;
using OpsLog.Core.Errors;
using OpsLog.Core.Storage;

namespace OpsLog.TestHost;

/// <summary>
/// <c>count-up dir name times</c>: adds 1 to the number in an object the specified number of times, each with a
/// compare-and-swap.
/// </summary>
internal sealed class CountUp : IVerb
{
    public string Name => "count-up";

    public void Run(string[] args)
    {
        using var backend = new FileSystemBackend(args[0]);
        Signal.Send("ready");
        Signal.Wait();
        for (int done = 0; done < int.Parse(args[2], CultureInfo.InvariantCulture);)
        {
            VersionedContent before = backend.Read(args[1])!;
            int number = int.Parse(Encoding.UTF8.GetString(before.Content), CultureInfo.InvariantCulture);
            try
            {
                backend.Put(
                    args[1],
                    Encoding.UTF8.GetBytes((number + 1).ToString(CultureInfo.InvariantCulture)),
                    PutCondition.IfUnchanged(before.Version));
                done++;
            }
            catch (PutConflictException)
            {
                // Another process was first; that is the purpose of the loop.
            }
        }

        Signal.Send("done");
    }
}
