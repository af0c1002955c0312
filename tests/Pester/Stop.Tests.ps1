# Ctrl-C ends every wait: for a batch of another thread, for another agent that archives, for a store that is locked.
# On an idle machine each of them ends within 200 ms; the bound here leaves room for a loaded one.
BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    $bound = 5

    function Start-Shell {
        <# Runs a script in a runspace of its own, and returns once it has begun. #>
        param([scriptblock]$Script, [object[]]$ArgumentList)
        $gate = [Threading.ManualResetEventSlim]::new()
        $shell = [powershell]::Create().AddScript('param($manifest, $gate, $script, $arguments) Import-Module $manifest; $gate.Set(); & ([scriptblock]::Create($script)) @arguments')
        $null = $shell.AddArgument($OpsLogManifest).AddArgument($gate).AddArgument("$Script").AddArgument($ArgumentList)
        $running = $shell.BeginInvoke()
        $gate.Wait([timespan]::FromSeconds(60)) | Should -BeTrue
        [pscustomobject]@{ Shell = $shell; Running = $running }
    }

    function Stop-Wait {
        <# Stops a shell that waits, and checks that it does so at once. #>
        param($Waiting)
        Start-Sleep -Milliseconds 700
        $Waiting.Running.IsCompleted | Should -BeFalse
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $Waiting.Shell.Stop()
        $elapsed = $clock.Elapsed.TotalSeconds
        $Waiting.Shell.InvocationStateInfo.State | Should -Be Stopped
        $Waiting.Shell.Dispose()
        $elapsed | Should -BeLessThan $bound
        Write-Host "    ended in $([int]($elapsed * 1000)) ms"
    }
}

Describe 'Ctrl-C while another thread has a batch open' {
    BeforeAll {
        $path = "$TestDrive/batch"
        $store = Open-OpsLogStore $path
        Set-OpsLogRecord a @{ n = 1 }
        $release = [Threading.ManualResetEventSlim]::new()
        $entered = [Threading.ManualResetEventSlim]::new()
        $holder = Start-Shell { param($store, $entered, $release) Invoke-OpsLogBatch -Store $store { $entered.Set(); $release.Wait() } } @($store, $entered, $release)
        $entered.Wait(60000) | Should -BeTrue
    }
    AfterAll {
        $release.Set()
        $holder.Shell.EndInvoke($holder.Running)
        $holder.Shell.Dispose()
        Close-OpsLogStore $store
    }

    It 'ends the wait of <name>' -ForEach @(
        @{ Name = 'Set-OpsLogRecord'; Script = { param($store) Set-OpsLogRecord x @{ n = 1 } -Store $store } }
        @{ Name = 'Set-OpsLogRecord -Atomic'; Script = { param($store) @{ OpsLogId = 'x' } | Set-OpsLogRecord -Atomic -Store $store } }
        @{ Name = 'Remove-OpsLogRecord'; Script = { param($store) Remove-OpsLogRecord a -Store $store -Confirm:$false } }
        @{ Name = 'Invoke-OpsLogBatch'; Script = { param($store) Invoke-OpsLogBatch -Store $store { } } }
        @{ Name = 'Invoke-OpsLogCompaction'; Script = { param($store) Invoke-OpsLogCompaction -Store $store } }
        @{ Name = 'Undo-OpsLogOperation'; Script = { param($store) Undo-OpsLogOperation -Store $store -Confirm:$false } }
        @{ Name = 'Invoke-OpsLogArchive'; Script = { param($store) Invoke-OpsLogArchive -Store $store { $true } -Confirm:$false } }
        @{ Name = 'Update-OpsLogStore'; Script = { param($store) Update-OpsLogStore -Store $store } }
        @{ Name = 'Backup-OpsLogStore'; Script = { param($store, $copy) Backup-OpsLogStore $copy -Store $store } }
        @{ Name = 'Save-OpsLogStore'; Script = { param($store) Save-OpsLogStore $store } }
        @{ Name = 'Close-OpsLogStore'; Script = { param($store) Close-OpsLogStore $store } }
    ) {
        Stop-Wait (Start-Shell $Script @($store, "$TestDrive/copy-$Name"))
        $store.IsOpen | Should -BeTrue
        (Get-OpsLogRecord -Store $store | ForEach-Object OpsLogId) | Should -Be a
    }
}

Describe 'Ctrl-C while another agent archives' {
    BeforeAll {
        $path = "$TestDrive/agents"
        $one = Open-OpsLogStore $path -Agent one
        $two = Open-OpsLogStore $path -Agent two
        Set-OpsLogRecord a @{ n = 1 } -Store $one
        Set-OpsLogRecord b @{ n = 2 } -Store $two
        # The lock that an agent holds while it archives, compacts or undoes, held here as another process holds it.
        Invoke-OpsLogCompaction -Store $one
        $lock = [IO.File]::Open((Join-Path $path locks compaction.lock), 'Open', 'ReadWrite', 'None')
    }
    AfterAll {
        $lock.Dispose()
        Close-OpsLogStore $two
        Close-OpsLogStore $one
    }

    It 'ends the wait of <name>' -ForEach @(
        @{ Name = 'Invoke-OpsLogCompaction'; Script = { param($store) Invoke-OpsLogCompaction -Store $store } }
        @{ Name = 'Undo-OpsLogOperation'; Script = { param($store) Undo-OpsLogOperation -Store $store -Confirm:$false } }
        @{ Name = 'Invoke-OpsLogArchive'; Script = { param($store) Invoke-OpsLogArchive -Store $store { $true } -Confirm:$false } }
    ) {
        Stop-Wait (Start-Shell $Script @($two))
        (Get-OpsLogRecord -Id b -Store $two).n | Should -Be 2
    }
}

Describe 'Ctrl-C while a store is locked' {
    BeforeAll {
        $path = "$TestDrive/locked"
        $writer = Open-OpsLogStore $path
    }
    AfterAll { Close-OpsLogStore $writer }

    It 'ends the wait of <name>' -ForEach @(
        @{ Name = 'Open-OpsLogStore -LockTimeout'; Script = { param($path) Open-OpsLogStore $path -LockTimeout 60 } }
        @{ Name = 'Open-OpsLogStore -Agent -LockTimeout'; Script = { param($path) Open-OpsLogStore $path -Agent a -LockTimeout 60 } }
    ) {
        Stop-Wait (Start-Shell $Script @($path))
    }

    It 'ends the wait of a process that gets SIGINT' -Skip:(-not $IsLinux) {
        $log = "$TestDrive/interrupted.txt"
        $command = "Import-Module '$OpsLogManifest'; 'waits' | Set-Content '$log'; try { Open-OpsLogStore '$path' -LockTimeout 60 } finally { 'ended' | Add-Content '$log' }"
        # PowerShell takes SIGINT for Ctrl-C only if it has a terminal, and if it was not started with the signal ignored, as
        # a background process is.
        $start = [Diagnostics.ProcessStartInfo]::new('script')
        foreach ($argument in '-qec', "env --default-signal=INT `"$PSHOME/pwsh`" -NoLogo -NoProfile -EncodedCommand $([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command)))", '/dev/null') { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardInput = $true
        $start.RedirectStandardOutput = $true
        $process = [Diagnostics.Process]::Start($start)
        $until = [datetime]::UtcNow.AddSeconds(60)
        while (-not (Test-Path $log) -and [datetime]::UtcNow -lt $until) { Start-Sleep -Milliseconds 50 }
        Start-Sleep -Seconds 2
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $process.StandardInput.Write([char]3)
        $process.StandardInput.Flush()
        while ((Get-Content $log) -notcontains 'ended' -and $clock.Elapsed.TotalSeconds -lt 30) { Start-Sleep -Milliseconds 10 }
        $elapsed = $clock.Elapsed.TotalSeconds
        $process.Kill($true)
        Write-Host "    ended in $([int]($elapsed * 1000)) ms"
        $elapsed | Should -BeLessThan $bound
    }
}
