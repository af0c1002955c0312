using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OpsLog.Bench.Engines;
using OpsLog.Core.Store;

namespace OpsLog.Bench;

/// <summary>A record of the workload, about 235 bytes as a line of a snapshot.</summary>
internal sealed record Job(string Title, string Status, int Priority, string Owner, string[] Tags, string Created, string Notes);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Job))]
internal sealed partial class JobJson : JsonSerializerContext;

/// <summary>
/// The records that all sides write; opslog-npm.mjs creates the same ones. Values repeat after <see cref="Distinct"/>,
/// so that creating them is not part of the measurement.
/// </summary>
internal static class Workload
{
    public const int Distinct = 10_000;

    /// <summary>The number of records that are acknowledged together.</summary>
    public const int Group = 1000;

    private const int Seed = 20261122;

    private const string Text = "checked by hand, waiting for the answer of the other site; see the runbook for what to do next. ";
    private static readonly string[] s_statuses = ["open", "active", "done", "blocked"];
    private static readonly DateTime s_created = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The records as objects, for the sides that serialize.</summary>
    public static Job[] Jobs { get; } = [.. Enumerable.Range(0, Distinct).Select(JobOf)];

    /// <summary>The records as UTF-8.</summary>
    public static byte[][] Values { get; } = [.. Jobs.Select(Serialize)];

    /// <summary>The records with one field changed, as UTF-8.</summary>
    public static byte[][] Changed { get; } = [.. Jobs.Select(job => Serialize(job with { Status = "closed" }))];

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"task-{number}");

    public static string[] Ids(int count, int from = 0) => [.. Enumerable.Range(from, count).Select(Id)];

    public static byte[] Serialize(Job job) => JsonSerializer.SerializeToUtf8Bytes(job, JobJson.Default.Job);

    /// <summary>Ids of a store of this size, in an order that no cache predicts.</summary>
    public static string[] RandomIds(int count, int records)
    {
        Random random = new(Seed);
        return [.. Enumerable.Range(0, count).Select(_ => Id(random.Next(records)))];
    }

    /// <summary>Each id of a store of this size once, or as many of them as the count says, in a random order.</summary>
    public static string[] ShuffledIds(int count, int records)
    {
        string[] ids = Ids(records);
        new Random(Seed).Shuffle(ids);
        return ids[..Math.Min(count, records)];
    }

    /// <summary>Writes this number of records to the operating system, a thousand at a time.</summary>
    public static void Fill(OpsLogStore store, int records)
    {
        for (int i = 0; i < records; i += Group)
        {
            using DeferredWrites writes = store.DeferWrites();
            for (int j = i; j < Math.Min(i + Group, records); j++)
            {
                writes.Set(Id(j), Values[j % Distinct]);
            }
        }
    }

    /// <summary>The same for any engine.</summary>
    public static void Fill(ITable table, int records)
    {
        string[] ids = Ids(records);
        for (int i = 0; i < records; i += Group)
        {
            table.SetMany(ids, i, Math.Min(Group, records - i), Values);
        }
    }

    private static Job JobOf(int n) => new(
        $"Renew certificate {n % 1000}",
        s_statuses[n % 4],
        n % 5,
        $"user{n % 50}",
        [$"team-{n % 12}", $"site-{n % 7}", $"q{(n % 4) + 1}"],
        s_created.AddSeconds(n * 61L).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        (Text + Text).Substring(n % 40, 60));
}
