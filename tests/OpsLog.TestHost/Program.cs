using OpsLog.TestHost;

// Verbs are found by their name on the command line; a new one is a new file in Verbs/ and a line here.
IVerb[] verbs = [new HoldLock(), new BeginObject(), new CountUp(), new WriteUntilKilled(), new OpenInTurns(), new AgentJoins(), new AgentWork(), new OpenOften(), new BackUp(), new CommandStore(), new RaceOpenings(), new SetOnce(), new InTests(), new TakeTurn(), new HoldFile(), new ClaimJobs(), new WriteBlobs()];

string asked = args.Length > 0 ? args[0] : "";
if (verbs.FirstOrDefault(verb => verb.Name == asked) is not { } found)
{
    Console.Error.WriteLine($"No verb '{asked}'. There are: {string.Join(", ", verbs.Select(verb => verb.Name))}.");
    return 2;
}

found.Run(args[1..]);
return 0;
