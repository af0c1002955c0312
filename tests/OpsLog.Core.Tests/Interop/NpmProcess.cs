using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace OpsLog.Core.Tests.Interop;

/// <summary>A Node process with the npm package, controlled by <c>tests/interop/driver.mjs</c>.</summary>
internal sealed class NpmProcess : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _said = new();

    public NpmProcess()
    {
        var start = new ProcessStartInfo("node", [NpmPackage.Driver])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_said)
            {
                _said.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Opens a store; <paramref name="options"/> is the package's own object. Nothing is checkpointed on close unless it says so.</summary>
    public NpmStore Open(string directory, string options = """{"checkpointOnClose":false}""", string name = "store")
    {
        var store = new NpmStore(this, name);
        store.Do("open", ("dir", directory), ("options", JsonNode.Parse(options)));
        return store;
    }

    /// <summary>Sends a command and returns its result.</summary>
    /// <exception cref="NpmException">The package refused.</exception>
    public JsonNode? Send(JsonObject command)
    {
        _process.StandardInput.WriteLine(command.ToJsonString());
        _process.StandardInput.Flush();
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(_patience), "The Node process does not answer.");
        JsonNode answer = JsonNode.Parse(line.Result ?? throw new InvalidOperationException($"The Node process ended. {Said()}"))!;
        return answer["error"] is { } error ? throw new NpmException(error.GetValue<string>()) : answer["result"];
    }

    /// <summary>Ends it by SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private string Said()
    {
        lock (_said)
        {
            return _said.ToString();
        }
    }
}
