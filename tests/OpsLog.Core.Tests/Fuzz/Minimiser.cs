using System.Diagnostics;

namespace OpsLog.Core.Tests.Fuzz;

/// <summary>Makes a failing input smaller: whole files first, then halves, quarters and so on of each, down to bytes.</summary>
internal static class Minimiser
{
    private const int MostTries = 3000;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(20);

    public static FuzzInput Shrink(FuzzInput input, Func<FuzzInput, bool> stillFails)
    {
        long began = Stopwatch.GetTimestamp();
        int tries = 0;
        for (int part = input.Parts.Count - 1; part >= 0 && input.Parts.Count > 1; part--)
        {
            FuzzInput fewer = input.Without(part);
            input = stillFails(fewer) ? fewer : input;
        }

        for (int part = 0; part < input.Parts.Count; part++)
        {
            for (int piece = Math.Max(1, input.Parts[part].Bytes.Length / 2); ; piece /= 2)
            {
                for (int at = 0; at < input.Parts[part].Bytes.Length;)
                {
                    if (++tries > MostTries || Stopwatch.GetElapsedTime(began) > s_longest)
                    {
                        return input;
                    }

                    byte[] bytes = input.Parts[part].Bytes;
                    int end = Math.Min(bytes.Length, at + piece);
                    FuzzInput smaller = input.With(part, [.. bytes.AsSpan(0, at), .. bytes.AsSpan(end)]);
                    if (stillFails(smaller))
                    {
                        input = smaller;
                    }
                    else
                    {
                        at += piece;
                    }
                }

                if (piece == 1)
                {
                    break;
                }
            }
        }

        return input;
    }
}
