using OpsLog.Tour;

// The story of examples/tour.ps1, told with the engine alone.
string store = Directory.CreateTempSubdirectory("opslog-tour-").FullName;
try
{
    Story.Tell(store);
    return 0;
}
catch (StepFailedException e)
{
    Console.Error.WriteLine($"FAILED: {e.Message}");
    return 1;
}
finally
{
    Directory.Delete(store, recursive: true);
}
