namespace OpsLog.Core.Tests.Blobs;

/// <summary>Returns its content in pieces, and calls something between the first and the second one.</summary>
internal sealed class TricklingStream(byte[] content, int piece) : MemoryStream(content)
{
    public Action Meanwhile { get; init; } = static () => { };

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (Position >= piece && Position < 2 * piece)
        {
            Meanwhile();
        }

        return base.Read(buffer, offset, Math.Min(count, piece));
    }
}
