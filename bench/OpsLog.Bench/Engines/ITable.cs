namespace OpsLog.Bench.Engines;

/// <summary>The records of the workload in one engine. A table is used by one thread, unless it says otherwise.</summary>
internal interface ITable : IDisposable
{
    /// <summary>Writes one record; when it returns, the write is acknowledged.</summary>
    void Set(string id, byte[] json);

    /// <summary>
    /// Writes many records with one acknowledgement. The value of the id at index i is <c>values[i % values.Length]</c>.
    /// </summary>
    void SetMany(string[] ids, int from, int count, byte[][] values);

    /// <summary>Copies a record out of the engine; returns its length, or -1 if there is none.</summary>
    int Get(string id);

    /// <summary>The number of records whose property is equal to a text, without an index.</summary>
    int CountEqual(string property, string text);

    /// <summary>The same records for another thread: this table, or one of its own.</summary>
    ITable ForThread() => this;

    /// <summary>Brings the files into the form that is opened fastest.</summary>
    void Tidy()
    {
    }
}
