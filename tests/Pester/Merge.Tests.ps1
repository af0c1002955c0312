# Changing properties of records: -Merge, -Deep and -RemoveProperty.

BeforeAll { . "$PSScriptRoot/Initialize.ps1" }

Describe 'Set-OpsLogRecord -Merge and -RemoveProperty' {
    BeforeEach {
        $path = New-TestStorePath
        $store = Open-OpsLogStore $path -Durability OperatingSystem
    }
    AfterEach { Close-TestStore }

    It 'merges: only the given properties change, in their place, in whatever case they are given' {
        Set-OpsLogRecord a ([ordered]@{ name = 'x'; cpus = 4; tags = @(1) })
        Set-OpsLogRecord a ([ordered]@{ Cpus = 8; owner = 'me' }) -Merge
        Get-OpsLogRecord -Id a -AsJson | Should -BeExactly '{"name":"x","cpus":8,"tags":[1],"owner":"me"}'
        [pscustomobject]@{ OpsLogId = 'new'; n = 1 } | Set-OpsLogRecord -Merge
        Get-OpsLogRecord -Id new -AsJson | Should -BeExactly '{"n":1}'
    }

    It 'merges in a batch into what the batch has set' {
        Invoke-OpsLogBatch {
            Set-OpsLogRecord a @{ n = 1 }
            Set-OpsLogRecord a @{ m = 2 } -Merge
        }
        Get-OpsLogRecord -Id a -AsJson | Should -BeExactly '{"n":1,"m":2}'
    }

    It 'merges nested objects with -Deep; arrays and plain values replace' {
        Set-OpsLogRecord a '{"owner":{"name":"x","phones":[1,2],"team":{"lead":"y","size":3}},"n":1}'
        Set-OpsLogRecord a @{ owner = @{ Phones = @(3); team = @{ size = 4 } }; n = @{ a = 1 } } -Merge -Deep
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"owner":{"name":"x","phones":[3],"team":{"lead":"y","size":4}},"n":{"a":1}}'
        Set-OpsLogRecord a '{"owner":{"name":"z"}}' -Merge
        (Get-OpsLogRecord a -AsJson) | Should -BeExactly '{"owner":{"name":"z"},"n":{"a":1}}'
        1..2 | ForEach-Object { $null = Undo-OpsLogOperation }
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"owner":{"name":"x","phones":[1,2],"team":{"lead":"y","size":3}},"n":1}'
    }

    It 'merges a pipeline with -Deep, -Atomic <_> too' -ForEach $false, $true {
        Set-OpsLogRecord web01 '{"name":"web01","disk":{"size":10,"free":5}}'
        $objects = @'
            name,free
            web01,3
            web02,7
'@ -replace '(?m)^ +' | ConvertFrom-Csv | Select-Object name, @{ n = 'disk'; e = { @{ free = [int]$_.free } } }
        $passed = $objects | Set-OpsLogRecord -Merge -Deep -IdProperty name -Atomic:$_ -PassThru
        $passed.disk.free | Should -Be 3, 7
        Get-OpsLogRecord web01 -AsJson | Should -BeExactly '{"name":"web01","disk":{"size":10,"free":3}}'
        $objects | Set-OpsLogRecord -Merge -Deep -IdProperty name -Atomic:$_ -IfDifferent -PassThru | Should -BeNullOrEmpty
    }

    It 'refuses to merge what is too deep, and cuts nothing' {
        $deep = '1'
        foreach ($level in 1..99) { $deep = "{""o"":$deep}" }
        Set-OpsLogRecord a $deep
        Set-OpsLogRecord a "{""o"":$($deep -replace '1', '2')}" -Merge -Deep -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -BeNullOrEmpty
        $before = Get-OpsLogRecord a -AsJson
        Set-OpsLogRecord a "{""o"":{""o"":$deep}}" -Merge -Deep -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -Not -BeNullOrEmpty
        Get-OpsLogRecord a -AsJson | Should -BeExactly $before
    }

    It 'removes properties and paths with -RemoveProperty; what is not there is no error' {
        $record = '{"n":1,"tmp":2,"owner":{"name":"x","phone":3},"a.b":4,"a":{"b":5}}'
        Set-OpsLogRecord a $record
        Set-OpsLogRecord a -RemoveProperty TMP, owner.phone, a.b, missing, n.x
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"n":1,"owner":{"name":"x"},"a":{"b":5}}'
        Set-OpsLogRecord a -RemoveProperty a.b -Merge -PassThru | ForEach-Object n | Should -Be 1
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"n":1,"owner":{"name":"x"},"a":{}}'
        1..2 | ForEach-Object { $null = Undo-OpsLogOperation }
        Get-OpsLogRecord a -AsJson | Should -BeExactly $record
        Set-OpsLogRecord a -RemoveProperty missing -IfDifferent -PassThru | Should -BeNullOrEmpty
    }

    It 'merges and removes in one operation' {
        Set-OpsLogRecord a '{"n":1,"tmp":2,"owner":{"name":"x","phone":3}}'
        Set-OpsLogRecord a @{ owner = @{ team = 't' }; tmp = 5 } -Merge -Deep -RemoveProperty tmp, owner.phone
        Get-OpsLogRecord a -AsJson | Should -BeExactly '{"n":1,"owner":{"name":"x","team":"t"}}'
        @(Get-OpsLogOperation) | Should -HaveCount 2
        [pscustomobject]@{ name = 'b'; tmp = 1 } | Set-OpsLogRecord -Merge -RemoveProperty tmp -IdProperty name -Atomic
        Get-OpsLogRecord b -AsJson | Should -BeExactly '{"name":"b"}'
        Get-OpsLogRecord | Select-Object OpsLogId | Set-OpsLogRecord -Merge -RemoveProperty n, name
        Get-OpsLogRecord -AsJson | Should -BeExactly '{"owner":{"name":"x","team":"t"}}', '{}'
    }

    It 'creates no record where properties are only removed, -Atomic <_> too' -ForEach $false, $true {
        $atomic = $_
        $thrown = { Set-OpsLogRecord missing -RemoveProperty tmp -Atomic:$atomic -ErrorAction Stop } | Should -Throw -ErrorId 'RecordNotFound,*' -PassThru
        $thrown.TargetObject | Should -Be missing
        $store.Records | Should -Be 0
    }

    It 'loses nothing when threads merge into one record' {
        $manifest = $OpsLogManifest
        1..40 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifest
            Set-OpsLogRecord -Store $using:store -Id shared -Value @{ "p$_" = $_ } -Merge
        }
        @((Get-OpsLogRecord -Id shared -AsHashtable).Keys) | Should -HaveCount 41
    }
}
