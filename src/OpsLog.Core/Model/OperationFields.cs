namespace OpsLog.Core.Model;

/// <summary>The values of a log line by name, as they are written; empty if a value is missing.</summary>
internal ref struct OperationFields
{
    public ReadOnlySpan<byte> Timestamp;
    public ReadOnlySpan<byte> Kind;
    public ReadOnlySpan<byte> Id;
    public ReadOnlySpan<byte> Data;
    public ReadOnlySpan<byte> Previous;
    public ReadOnlySpan<byte> Encoding;
    public ReadOnlySpan<byte> Agent;
    public ReadOnlySpan<byte> Clock;
    public ReadOnlySpan<byte> At;
    public ReadOnlySpan<byte> Batch;
    public ReadOnlySpan<byte> Undo;
    public ReadOnlySpan<byte> Segment;
    public ReadOnlySpan<byte> Replaced;
    public ReadOnlySpan<byte> Author;
    public ReadOnlySpan<byte> Comment;
    public ReadOnlySpan<byte> Undoes;

    /// <summary>Keeps the value of a known key, of which the last value is used; false if the key is not known.</summary>
    public bool Keep(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("ts"u8))
        {
            Timestamp = value;
        }
        else if (key.SequenceEqual("op"u8))
        {
            Kind = value;
        }
        else if (key.SequenceEqual("id"u8))
        {
            Id = value;
        }
        else if (key.SequenceEqual("data"u8))
        {
            Data = value;
        }
        else if (key.SequenceEqual("prev"u8))
        {
            Previous = value;
        }
        else if (key.SequenceEqual("encoding"u8))
        {
            Encoding = value;
        }
        else if (key.SequenceEqual("agent"u8))
        {
            Agent = value;
        }
        else if (key.SequenceEqual("clock"u8))
        {
            Clock = value;
        }
        else
        {
            return KeepOwn(key, value);
        }

        return true;
    }

    /// <summary>Keeps the value of a key that only this engine writes.</summary>
    private bool KeepOwn(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (key.SequenceEqual("at"u8))
        {
            At = value;
        }
        else if (key.SequenceEqual("batch"u8))
        {
            Batch = value;
        }
        else if (key.SequenceEqual("undo"u8))
        {
            Undo = value;
        }
        else if (key.SequenceEqual("segment"u8))
        {
            Segment = value;
        }
        else if (key.SequenceEqual("replaced"u8))
        {
            Replaced = value;
        }
        else if (key.SequenceEqual("author"u8))
        {
            Author = value;
        }
        else if (key.SequenceEqual("comment"u8))
        {
            Comment = value;
        }
        else if (key.SequenceEqual("undoes"u8))
        {
            Undoes = value;
        }
        else
        {
            return false;
        }

        return true;
    }
}
