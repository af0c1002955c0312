# Several writes as one step.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Invoke-OpsLogBatch' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
        Set-OpsLogRecord a @{ n = 1 }
        $before = Get-StoreContent $path
    }
    AfterEach { Close-TestStore }

    It 'writes all of it, passes its output on, and sees itself meanwhile' {
        Invoke-OpsLogBatch {
            Set-OpsLogRecord b @{ n = 2 }
            Remove-OpsLogRecord a
            @(Get-OpsLogRecord).OpsLogId
            , @(1, 2)
        } | ForEach-Object { "$_" } | Should -Be 'b', '1 2'
        (Get-OpsLogOperation -Last 2).Batch | Should -Be '1/2', '2/2'
        Undo-OpsLogOperation | Should -HaveCount 2
        (Get-OpsLogRecord).OpsLogId | Should -Be a
    }

    It 'takes all of it back: <name>' -ForEach @(
        @{ name = 'throw'; block = { Set-OpsLogRecord b @{}; throw 'no' } }
        @{ name = 'an error with -ErrorAction Stop'; block = { Set-OpsLogRecord b @{}; Remove-OpsLogRecord none -ErrorAction Stop } }
        @{ name = 'an error with the preference Stop'; block = { $ErrorActionPreference = 'Stop'; Set-OpsLogRecord b @{}; Write-Error no } }
        @{ name = 'a failing atomic pipeline'; block = { Set-OpsLogRecord b @{}; @{ x = 1 } | Set-OpsLogRecord -Atomic } }
    ) {
        { Invoke-OpsLogBatch $block } | Should -Throw
        Get-StoreContent $path | Should -BeExactly $before
        Test-OpsLogRecord b | Should -BeFalse
        { Set-OpsLogRecord c @{} } | Should -Not -Throw
    }

    It 'throws the very error on' {
        { Invoke-OpsLogBatch { throw [ArgumentException]::new('mine') } } | Should -Throw mine -ExceptionType ([ArgumentException])
    }

    It 'honours its own -ErrorAction Stop in the block' {
        { Invoke-OpsLogBatch -ErrorAction Stop { Set-OpsLogRecord b @{}; Remove-OpsLogRecord none } } | Should -Throw
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'keeps what was written if an error does not terminate, and reports the error' {
        Invoke-OpsLogBatch { Remove-OpsLogRecord none; Set-OpsLogRecord b @{} } -ErrorVariable errors 2>$null
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'RecordNotFound,*'
        Test-OpsLogRecord b | Should -BeTrue
    }

    It 'takes back what break leaves, keeps what return leaves' {
        foreach ($i in 1) { Invoke-OpsLogBatch { Set-OpsLogRecord b @{}; break } }
        Test-OpsLogRecord b | Should -BeFalse
        Invoke-OpsLogBatch { Set-OpsLogRecord b @{}; return; Set-OpsLogRecord c @{} }
        Test-OpsLogRecord b, c | Should -Be $true, $false
    }

    It 'is written whole when the pipeline behind it has enough' {
        Invoke-OpsLogBatch { 1..3 | ForEach-Object { Set-OpsLogRecord "b$_" @{ n = $_ } -PassThru } } | Select-Object -First 1 | Should -HaveCount 1
        $store.Records | Should -Be 4
    }

    It 'takes all of it back when it is stopped' {
        $shell = [powershell]::Create().AddScript({
                param($manifest, $store)
                Import-Module $manifest
                Invoke-OpsLogBatch -Store $store { Set-OpsLogRecord b @{} -Store $store; Start-Sleep 60 }
            }).AddArgument($OpsLogManifest).AddArgument($store)
        $null = $shell.BeginInvoke()
        Start-Sleep -Milliseconds 1500
        # Other sessions do not read it, or wait and can be stopped.
        Test-OpsLogRecord b | Should -BeFalse
        $waiting = [powershell]::Create().AddScript({
                param($manifest, $store)
                Import-Module $manifest
                Set-OpsLogRecord c @{} -Store $store
            }).AddArgument($OpsLogManifest).AddArgument($store)
        $null = $waiting.BeginInvoke()
        Start-Sleep -Milliseconds 1000
        $waiting.InvocationStateInfo.State | Should -Be Running
        $waiting.Stop()
        $shell.Stop()
        $shell.Dispose()
        $waiting.Dispose()
        Get-StoreContent $path | Should -BeExactly $before
        { Set-OpsLogRecord d @{} } | Should -Not -Throw
    }

    It 'writes nothing where the block writes nothing, or with -WhatIf' {
        Invoke-OpsLogBatch { }
        Invoke-OpsLogBatch { Set-OpsLogRecord b @{} } -WhatIf
        Get-StoreContent $path | Should -BeExactly $before
    }

    It 'is the default within its block, whichever store was opened last' {
        $other = Open-OpsLogStore (New-TestStorePath)
        { Invoke-OpsLogBatch -Store $store { Set-OpsLogRecord x @{}; throw 'no' } } | Should -Throw no
        $other.Records, $store.Records | Should -Be 0, 1
        Invoke-OpsLogBatch -Store $store { Set-OpsLogRecord x @{}; (Get-OpsLogRecord -Id x).OpsLogId } | Should -Be x
        $other.Records, $store.Records | Should -Be 0, 2
        Set-OpsLogRecord y @{}
        $other.Records, $store.Records | Should -Be 1, 2
    }

    It 'leaves other stores alone' {
        $other = Open-OpsLogStore (New-TestStorePath)
        { Invoke-OpsLogBatch -Store $store { Set-OpsLogRecord x @{} -Store $other; Set-OpsLogRecord y @{} -Store $store; throw 'no' } } | Should -Throw no
        $other.Records, $store.Records | Should -Be 1, 1
    }

    It 'runs one exclusive batch at a time among agents, on what the others wrote' {
        Close-OpsLogStore
        $one = Open-OpsLogStore $path -Agent one -Durability OperatingSystem
        $two = Open-OpsLogStore $path -Agent two -Durability OperatingSystem
        Set-OpsLogRecord seen @{ n = 1 } -Store $two
        Invoke-OpsLogBatch -Exclusive -Store $one {
            (Get-OpsLogRecord seen).n | Should -Be 1
            Get-ErrorId { Invoke-OpsLogBatch -Exclusive -Timeout 0.05 -Store $two { throw 'it ran' } } | Should -Be StoreLocked
            Set-OpsLogRecord x @{ n = 2 }
        }
        Invoke-OpsLogBatch -Exclusive -Timeout 5 -Store $two { (Get-OpsLogRecord x).n } | Should -Be 2
    }

    It 'is exclusive for a single writer without waiting, and refuses a timeout without -Exclusive' {
        Invoke-OpsLogBatch -Exclusive -Timeout 0 { Set-OpsLogRecord x @{ n = 1 }; 'done' } | Should -Be done
        Get-ErrorId { Invoke-OpsLogBatch -Timeout 1 { } } | Should -Be ConflictingParameters
    }
}
