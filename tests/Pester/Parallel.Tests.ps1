# One session used by many runspaces at once, as ForEach-Object -Parallel does. A minute with OPSLOG_LONG=1, else three seconds.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    $seconds = $env:OPSLOG_LONG -eq '1' ? 60 : 3
}

Describe 'Eight runspaces on one session' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord shared @{ runspace = 0; n = 0; sum = 0 }
    }
    AfterEach { Close-TestStore }

    It 'write and read at once without an error or a torn read, and the count adds up' {
        # A busy machine can take seconds to start a runspace, so all of them begin when the last one is ready.
        $ready = [Threading.Barrier]::new(8)
        $work = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            $ErrorActionPreference = 'Stop'
            Import-Module $using:OpsLogManifest
            $store = $using:store
            $null = ($using:ready).SignalAndWait([timespan]::FromMinutes(1))
            $until = [datetime]::UtcNow.AddSeconds($using:seconds)
            $writes = 0
            $reads = 0
            for ($n = 1; [datetime]::UtcNow -lt $until; $n++) {
                if ($_ -le 4) {
                    # Its own record, one that all writers share, and two in a batch that must always agree.
                    Set-OpsLogRecord -Store $store -Id "own-$_-$n" -Value @{ runspace = $_; n = $n; sum = $_ + $n }
                    Set-OpsLogRecord -Store $store -Id shared -Value @{ runspace = $_; n = $n; sum = $_ + $n }
                    $writes++
                    if ($n % 20 -eq 0) {
                        $runspace = $_
                        Invoke-OpsLogBatch -Store $store -ScriptBlock {
                            Set-OpsLogRecord "left-$runspace" @{ n = $n }
                            Set-OpsLogRecord "right-$runspace" @{ n = $n }
                        }
                    }
                    if ($n % 200 -eq 0 -and $_ -eq 1) { $null = Invoke-OpsLogCompaction -Store $store }
                }
                else {
                    $shared = Get-OpsLogRecord -Store $store -Id shared
                    if ($shared.sum -ne $shared.runspace + $shared.n) { throw "A torn read: $($shared | ConvertTo-Json -Compress)" }
                    if ($n % 50 -eq 0) {
                        $bad = Get-OpsLogRecord -Store $store -Id 'own-*' -First 500 | Where-Object { $_.sum -ne $_.runspace + $_.n }
                        if ($bad) { throw "A torn read: $($bad | ConvertTo-Json -Compress)" }
                        $pairs = Get-OpsLogRecord -Store $store -Id 'left-*', 'right-*' | Group-Object { $_.OpsLogId -replace '^\w+-' }
                        $half = $pairs | Where-Object { $_.Count -ne 2 -or $_.Group[0].n -ne $_.Group[1].n }
                        if ($half) { throw "Half a batch: $($half.Group | ConvertTo-Json -Compress)" }
                    }
                    $reads++
                }
            }
            [pscustomobject]@{ Writes = $writes; Reads = $reads }
        }

        $writes = ($work | Measure-Object Writes -Sum).Sum
        $reads = ($work | Measure-Object Reads -Sum).Sum
        Write-Host "8 runspaces, $seconds s: $writes writes beside $reads reads"
        $work | Should -HaveCount 8
        $writes | Should -BeGreaterThan 0
        $reads | Should -BeGreaterThan 0
        @(Get-OpsLogRecord -Id 'own-*').Count | Should -Be $writes
        Close-OpsLogStore $store
        $null = Open-OpsLogStore $path -ReadOnly
        @(Get-OpsLogRecord -Id 'own-*').Count | Should -Be $writes
        @(Get-OpsLogRecord | Where-Object { $_.PSObject.Properties['sum'] -and $_.sum -ne $_.runspace + $_.n }) | Should -BeNullOrEmpty
    }
}
