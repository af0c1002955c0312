using System.Globalization;
using OpsLog.Core.Json;
using OpsLog.Core.Primitives;

namespace OpsLog.Core.Model;

/// <summary>The place of a step, which a line contains as <c>[log,offset]</c>.</summary>
/// <param name="Log">The log, as a name within the store.</param>
/// <param name="Offset">Where the first line of the step begins, in bytes.</param>
internal readonly record struct StepPlace(string Log, long Offset)
{
    /// <summary>The place as people and scripts pass it on, such as <c>ops/ops-1795350753785.jsonl:272</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Log}:{Offset}");

    /// <summary>Reads the text of <see cref="ToString"/>; false if it is not one.</summary>
    public static bool TryParse(string text, out StepPlace place)
    {
        int colon = text.LastIndexOf(':');
        bool isPlace = long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long offset)
            && colon > 0 && StoreLayout.IsLog(text[..colon]);
        place = isPlace ? new StepPlace(text[..colon], offset) : default;
        return isPlace;
    }

    /// <summary>Reads a place; false if it is not one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out StepPlace place)
    {
        place = default;
        int comma = value.LastIndexOf((byte)',');
        if (comma < 0 || value[0] != '[' || value[^1] != ']'
            || !JsonFields.TryText(value[1..comma].Trim(" \t\r"u8), out ReadOnlySpan<byte> log)
            || JsonFields.Number(value[(comma + 1)..^1].Trim(" \t\r"u8)) is not { } offset)
        {
            return false;
        }

        place = new StepPlace(JsonText.Decode(JsonText.Plain(log)), offset);
        return true;
    }
}
