using System.Text.Json;

namespace OpsLog.PowerShell.Filters;

/// <summary>Whether one of the elements of an array is equal to a value; a value that is no array is its own element.</summary>
/// <param name="equality">The test for an element.</param>
internal sealed class ElementTest(NativeTest equality) : NativeTest
{
    public override Verdict Test(StoredValue left)
    {
        if (left.Kind != StoredKind.Array)
        {
            return left.Kind is StoredKind.String or StoredKind.Number ? equality.Test(left) : Verdict.Unknown;
        }

        Utf8JsonReader reader = new(left.Json);
        Verdict result = Verdict.False;
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
            {
                return Verdict.Unknown;
            }

            switch (equality.Test(left.Element((int)reader.TokenStartIndex..(int)reader.BytesConsumed)))
            {
                case Verdict.True:
                    return Verdict.True;
                case Verdict.Unknown:
                    result = Verdict.Unknown;
                    break;
            }
        }

        return result;
    }
}
