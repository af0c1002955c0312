using System.Text;

namespace OpsLog.Bench.Harness;

/// <summary>A table in Markdown whose columns are aligned. The first column is text, the others are figures.</summary>
internal sealed class MarkdownTable(params string[] header)
{
    private readonly List<string[]> _rows = [];

    /// <summary>The number of columns at the left that are text.</summary>
    public int TextColumns { get; init; } = 1;

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        int[] widths = [.. header.Select((text, i) => Math.Max(3, _rows.Select(row => row[i].Length).Append(text.Length).Max()))];
        StringBuilder text = new();
        Line(text, header, widths);
        text.Append('|').AppendJoin('|', widths.Select((width, i) => i < TextColumns ? $" {new string('-', width)} " : $" {new string('-', width - 1)}: ")).Append("|\n");
        _rows.ForEach(row => Line(text, row, widths));
        return text.ToString();
    }

    private void Line(StringBuilder text, string[] cells, int[] widths) =>
        text.Append('|').AppendJoin('|', cells.Select((cell, i) => i < TextColumns ? $" {cell.PadRight(widths[i])} " : $" {cell.PadLeft(widths[i])} ")).Append("|\n");
}
