namespace OpsLog.Bench.Engines;

/// <summary>A table of an engine that has indexes of properties.</summary>
internal interface IIndexedTable : ITable
{
    /// <summary>Creates an index of a property.</summary>
    void CreateIndex(string property);

    /// <summary>The number of records whose indexed property is equal to a text.</summary>
    int CountIndexed(string property, string text);

    /// <summary>Copies the records whose indexed property is equal to a text out of the engine; returns their number.</summary>
    int GetIndexed(string property, string text);
}
