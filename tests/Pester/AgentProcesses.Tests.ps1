# Several writers of one store, in several processes.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"

    function Invoke-Other ([string]$Script) {
        <# Runs a script in another PowerShell that has the module and $path. #>
        $prelude = "`$ErrorActionPreference = 'Stop'; Import-Module '$($OpsLogManifest -replace "'", "''")'; `$path = '$($path -replace "'", "''")'; "
        $output = Invoke-Shell @('-Command', "$prelude$Script") 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$output"
        $output
    }
    function Start-Other ([string]$Script) {
        <# The same, not waited for; it ends when its input does. #>
        $shell = Get-Shell
        $prelude = "`$ErrorActionPreference = 'Stop'; Import-Module '$($OpsLogManifest -replace "'", "''")'; `$path = '$($path -replace "'", "''")'; "
        $start = [Diagnostics.ProcessStartInfo]@{ FileName = $shell.Path; RedirectStandardInput = $true; RedirectStandardOutput = $true; UseShellExecute = $false }
        foreach ($argument in @($shell.Arguments) + @('-NoLogo', '-NoProfile', '-NonInteractive', '-Command', "$prelude$Script; 'ready'; [Console]::In.ReadLine() | Out-Null")) {
            $start.ArgumentList.Add($argument)
        }
        $process = [Diagnostics.Process]::Start($start)
        while (($line = $process.StandardOutput.ReadLine()) -ne 'ready') {
            if ($null -eq $line) { throw "The other PowerShell ended with exit code $($process.ExitCode)." }
        }
        $process
    }
    function Stop-Other ($Process) {
        $Process.StandardInput.WriteLine()
        $Process.WaitForExit(60000) | Should -BeTrue
    }
}

Describe 'An agent in another process' {
    BeforeEach { $path = New-TestStorePath }
    AfterEach { Close-TestStore }

    It 'writes, and this one sees it; and the other way round' {
        $null = Open-OpsLogStore $path -Agent here -Durability OperatingSystem
        Set-OpsLogRecord from-here @{ n = 1 }
        $records = Invoke-Other "`$null = Open-OpsLogStore `$path -Agent there; (Get-OpsLogRecord).OpsLogId; 1..3 | ForEach-Object { Set-OpsLogRecord there`$_ @{ n = `$_ } }; Close-OpsLogStore"
        $records | Should -Be from-here
        $new = Update-OpsLogStore -PassThru
        $new.OpsLogId | Should -Be there1, there2, there3
        $new.Agent | Sort-Object -Unique | Should -Be there
        (Get-OpsLogRecord).OpsLogId | Sort-Object | Should -Be from-here, there1, there2, there3
    }

    It 'has its id for itself while it lives, and the error names it; and it leaves it when it is killed' {
        $other = Start-Other '$null = Open-OpsLogStore $path -Agent nightly; Set-OpsLogRecord a @{ n = 1 }'
        try {
            $refused = { Open-OpsLogStore $path -Agent nightly } | Should -Throw -PassThru
            $refused.FullyQualifiedErrorId | Should -BeLike 'AgentLocked,*'
            $refused.CategoryInfo.Category | Should -Be ResourceBusy
            $refused.TargetObject | Should -Be nightly
            "$refused" | Should -BeLike "*'nightly'*$path*process $($other.Id) *"

            $refused = { Open-OpsLogStore $path } | Should -Throw -PassThru
            $refused.FullyQualifiedErrorId | Should -BeLike 'StoreLocked,*'
            "$refused" | Should -BeLike "*process $($other.Id) *agent 'nightly'*"
        }
        finally { $other.Kill(); $other.WaitForExit() }
        (Open-OpsLogStore $path -Agent nightly -LockTimeout 10).Agent | Should -Be nightly
        (Get-OpsLogRecord).n | Should -Be 1
    }

    It 'keeps out while a single writer is at work, and the error names that' {
        $other = Start-Other '$null = Open-OpsLogStore $path'
        try {
            $refused = { Open-OpsLogStore $path -Agent one } | Should -Throw -PassThru
            $refused.FullyQualifiedErrorId | Should -BeLike 'StoreLocked,*'
            "$refused" | Should -BeLike "*process $($other.Id) *"
        }
        finally { Stop-Other $other }
        (Open-OpsLogStore $path -Agent one).Agent | Should -Be one
    }
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
