# A whole process of PowerShell that opens something with many records and writes one of them. Nothing is measured here.
param(
    [Parameter(Mandatory)][ValidateSet('Nothing', 'OpsLog', 'Json', 'SQLite', 'LiteDB', 'Import', 'ImportEmpty')][string]$What,
    [string]$Path,
    # The manifest of the module, or the folder with the assemblies of an engine.
    [string]$Library
)
$ErrorActionPreference = 'Stop'
$id = 'task-7'
$title = switch ($What) {
    'Nothing' { 'Renew certificate 7' }
    'OpsLog' {
        Import-Module $Library
        $null = Open-OpsLogStore $Path -ReadOnly
        (Get-OpsLogRecord -LiteralId $id).title
        Close-OpsLogStore
    }
    'Json' { (Get-Content -Raw -LiteralPath $Path | ConvertFrom-Json -AsHashtable)[$id].title }
    'SQLite' {
        Add-Type -Path (Join-Path $Library Microsoft.Data.Sqlite.dll)
        $connection = [Microsoft.Data.Sqlite.SqliteConnection]::new("Data Source=$Path/records.db;Mode=ReadOnly;Pooling=False")
        $connection.Open()
        $command = $connection.CreateCommand()
        $command.CommandText = 'SELECT data FROM records WHERE id = $id'
        $null = $command.Parameters.AddWithValue('$id', $id)
        ([Text.Encoding]::UTF8.GetString($command.ExecuteScalar()) | ConvertFrom-Json).title
        $connection.Dispose()
    }
    'LiteDB' {
        Add-Type -Path (Join-Path $Library LiteDB.dll)
        $database = [LiteDB.LiteDatabase]::new("Filename=$Path/records.db;ReadOnly=true")
        $database.GetCollection('records').FindById($id)['title'].AsString
        $database.Dispose()
    }
    { $_ -in 'Import', 'ImportEmpty' } {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Import-Module $Library
        $clock.Elapsed.TotalMilliseconds.ToString('R', [cultureinfo]::InvariantCulture)
    }
}
[Console]::Out.WriteLine($title)
