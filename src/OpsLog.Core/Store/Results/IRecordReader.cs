using System.Buffers;
using OpsLog.Core.State;

namespace OpsLog.Core.Store;

/// <summary>What can be read from a store, and from a batch, which sees its own changes.</summary>
public interface IRecordReader
{
    /// <summary>How many records there are.</summary>
    int Count { get; }

    /// <summary>Whether there is a record of that id.</summary>
    bool Contains(string id);

    /// <summary>Copies a record, one JSON object in UTF-8; false where there is none.</summary>
    bool TryGet(string id, IBufferWriter<byte> destination);

    /// <summary>The records as they are at this moment, in the order they were first set.</summary>
    RecordView View();
}
