using System.Buffers.Binary;
using System.Globalization;
using OpsLog.Core.Store;

namespace OpsLog.TestHost;

/// <summary>
/// <c>write-blobs dir name first</c>: opens the store and replaces a blob until it is killed. Version n of it, from the first
/// on, is n repeated, and is reported once it is written.
/// </summary>
internal sealed class WriteBlobs : IVerb
{
    private const int Numbers = 100_000;

    public string Name => "write-blobs";

    public void Run(string[] args)
    {
        using OpsLogStore store = OpsLogStore.Open(args[0]);
        Signal.Send("ready");
        Signal.Wait();
        byte[] content = new byte[Numbers * sizeof(int)];
        for (int version = int.Parse(args[2], CultureInfo.InvariantCulture); ; version++)
        {
            for (int at = 0; at < content.Length; at += sizeof(int))
            {
                BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(at), version);
            }

            // Lengths differ, so that a part of one version can't look like another one.
            using MemoryStream source = new(content, 0, content.Length - (version % 100 * sizeof(int)));
            store.WriteBlob(args[1], source);
            Signal.Send(version.ToString(CultureInfo.InvariantCulture));
        }
    }
}
