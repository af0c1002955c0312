using System.Globalization;
using OpsLog.Core.Tests.Storage;
using OpsLog.Core.Tests.Support;
using Xunit.Abstractions;

namespace OpsLog.Core.Tests.Load;

/// <summary>A process that opens a store again and again, as a service does, keeps no handle and no memory of it.</summary>
public sealed class OpenOftenTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Handles_and_memory_stay_what_they_are()
    {
        int times = LongRun.Or(1000, 100);
        List<(int Handles, long Live, long Private)> reports = [];
        using HostProcess process = HostProcess.Start("open-often", _directory["store"], times.ToString(CultureInfo.InvariantCulture));
        while (process.ReadLine() is { } line)
        {
            output.WriteLine(line);
            long[] figures = [.. line.Split(' ').Select(figure => long.Parse(figure, CultureInfo.InvariantCulture))];
            reports.Add(((int)figures[1], figures[2], figures[3]));
        }

        process.WaitForEnd();
        Assert.Equal(5, reports.Count);

        // The middle is after everything that the runtime initializes once; a leak of one handle for each opening would
        // be 40 or 400 handles. The threads that the runtime adds on a busy machine have a few.
        (int handles, long live, long @private) = reports[reports.Count / 2];
        Assert.InRange(reports[^1].Handles, 0, handles + 20);
        Assert.InRange(reports[^1].Live, 0, live + 200_000);
        Assert.InRange(reports[^1].Private, 0, @private + 60_000_000);
    }
}
