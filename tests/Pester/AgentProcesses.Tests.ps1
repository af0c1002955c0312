BeforeAll {
    . $PSScriptRoot/Initialize.ps1
}

Describe 'Four processes as agents of one store, two of them killed on the way' {
    It 'lose nothing that was acknowledged, and all that read agree' {
        $seconds = if ($env:OPSLOG_LONG) { 20 } else { 5 }
        $seed = if ($env:OPSLOG_TEST_SEED) { [int]$env:OPSLOG_TEST_SEED } else { Get-Random -Maximum 1000000 }
        Write-Host "  OPSLOG_TEST_SEED=$seed"
        $path = New-TestStorePath
        $acknowledged = "$path-acknowledged"
        $null = New-Item -ItemType Directory $acknowledged
        $shell = Get-Shell
        $start = {
            param($agent, $run, $duration)
            $arguments = @($shell.Arguments) + @(
                '-NoLogo', '-NoProfile', '-NonInteractive', '-File', "$PSScriptRoot/AgentWorker.ps1", '-Manifest', $OpsLogManifest,
                '-Path', $path, '-Agent', $agent, '-Seconds', $duration, '-Acknowledged', "$acknowledged/$agent-$run", '-Seed', ($seed + $run))
            Start-Process -NoNewWindow -FilePath $shell.Path -ArgumentList $arguments -PassThru -RedirectStandardError "$acknowledged/$agent-$run.errors" -RedirectStandardOutput "$acknowledged/$agent-$run.output"
        }
        $processes = @{}
        foreach ($agent in 'a', 'b', 'c', 'd') { $processes[$agent] = & $start $agent 0 $seconds }
        Start-Sleep -Seconds ($seconds / 2)
        foreach ($agent in 'a', 'b') {
            $processes[$agent].Kill()
            $processes[$agent].WaitForExit()
            $processes[$agent] = & $start $agent 1 ([int]($seconds / 2))
        }
        foreach ($process in $processes.Values) { $process.WaitForExit() }
        foreach ($name in 'a-1', 'b-1', 'c-0', 'd-0') { Get-Content "$acknowledged/$name.errors" | Should -BeNullOrEmpty }

        $logs = (Get-ChildItem "$path/ops" -Filter *.jsonl | ForEach-Object { [IO.File]::ReadAllText($_.FullName) }) -join ''
        $values = @(Get-ChildItem $acknowledged | Where-Object Extension -EQ '' | ForEach-Object { Get-Content $_.FullName })
        Write-Host "  $($values.Count) sets acknowledged"
        $values.Count | Should -BeGreaterThan 0
        $values.Where({ -not $logs.Contains("`"value`":`"$_`"") }) | Should -BeNullOrEmpty

        $reader = Open-OpsLogStore $path -ReadOnly
        $expected = Get-OpsLogRecord -Store $reader -AsJson | Sort-Object | Out-String
        foreach ($agent in 'a', 'b', 'c', 'd') {
            $store = Open-OpsLogStore $path -Agent $agent
            Update-OpsLogStore -Store $store
            Get-OpsLogRecord -Store $store -AsJson | Sort-Object | Out-String | Should -Be $expected
        }
        Close-TestStore
    }
}
