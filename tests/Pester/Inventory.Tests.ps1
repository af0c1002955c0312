# The main job: an inventory of the files of a machine, twice.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    $least = 5000
    $files = @(Get-ChildItem /usr/lib -Recurse -File -ErrorAction Ignore | Select-Object -First 8000 FullName, Length, LastWriteTimeUtc)
    if ($files.Count -lt $least) {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive files)
        foreach ($i in 1..$least) { [IO.File]::WriteAllText("$folder/file$i.txt", 'x' * ($i % 97)) }
        $files = @(Get-ChildItem $folder -File | Select-Object FullName, Length, LastWriteTimeUtc)
        $files[0].Length = 5MB
    }
    $path = New-TestStorePath
    $null = Open-OpsLogStore $path
    $files | Set-OpsLogRecord -IdProperty FullName
}

AfterAll { Close-TestStore }

Describe 'An inventory of files' {
    It 'has every file, after closing and opening again' {
        Close-OpsLogStore
        (Open-OpsLogStore $path).Records | Should -Be $files.Count
    }

    It 'brings the values back with their types and digits' {
        foreach ($file in $files) {
            $record = Get-OpsLogRecord -Id $file.FullName
            if ($record.Length -ne $file.Length -or $record.Length -isnot [long] -or
                $record.LastWriteTimeUtc.Ticks -ne $file.LastWriteTimeUtc.Ticks -or $record.LastWriteTimeUtc.Kind -ne 'Utc' -or
                $record.FullName -cne $file.FullName) {
                "$record" | Should -Be "$file"
            }
        }
    }

    It 'finds the large ones as Where-Object does' {
        $expected = @($files | Where-Object { $_.Length -gt 1MB })
        $expected.Count | Should -BeGreaterThan 0
        (Get-OpsLogRecord { $_.Length -gt 1MB }).FullName | Should -Be $expected.FullName
    }

    It 'takes a second run with changes, and returns what changed' {
        $changed = $files[1..50]
        foreach ($file in $changed) { $file.Length += 1 }
        $gone = $files[100..149]
        $began = [datetime]::UtcNow
        $known = @{}
        Get-OpsLogRecord | ForEach-Object { $known[$_.OpsLogId] = $_ }
        $now = $files | Where-Object { $_ -notin $gone }
        $now | Where-Object { $known[$_.FullName].Length -ne $_.Length } | Set-OpsLogRecord -IdProperty FullName
        $gone.FullName | Remove-OpsLogRecord

        (Get-OpsLogStore).Records | Should -Be ($files.Count - 50)
        $log = Get-OpsLogOperation -Since $began
        @($log | Where-Object Operation -EQ Set) | Should -HaveCount 50
        @($log | Where-Object Operation -EQ Delete) | Should -HaveCount 50
        $log[0].After.Length - $log[0].Before.Length | Should -Be 1
    }
}
