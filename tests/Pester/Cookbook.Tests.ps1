# The scripts of the cookbook, each in a new shell that finds the packaged module by its name, as their user runs them.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    . "$OpsLogRoot/packaging/Package.ps1"
    $modules = (New-Item -ItemType Directory (Join-Path $TestDrive modules)).FullName
    $null = New-ModulePackage $OpsLogRoot $modules
    $cookbook = "$OpsLogRoot/examples/cookbook"
    $modulePath = $env:PSModulePath
    $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $env:PSModulePath

    function Invoke-Recipe ([string]$Name, [string[]]$ArgumentList) {
        <# The lines that the script wrote; its exit code is in $LASTEXITCODE. #>
        @(Invoke-Shell (@('-File', "$cookbook/$Name") + $ArgumentList) 2>&1 | ForEach-Object { "$_" })
    }

    function Join-Line ([string[]]$Line) {
        <# The text of an error, which PowerShell wraps at the width of the screen. #>
        $Line -join ' ' -replace '[\s|]+', ' '
    }

    function Read-Store ([string]$Path, [scriptblock]$Do) {
        $session = Open-OpsLogStore $Path -ReadOnly
        try { & $Do } finally { Close-OpsLogStore $session }
    }
}

AfterAll { $env:PSModulePath = $modulePath }

Describe 'The cookbook' {
    BeforeEach {
        $store = New-TestStorePath
        $folder = (New-Item -ItemType Directory (New-TestStorePath 'folder')).FullName
    }
    AfterEach { Close-TestStore }

    It 'has a page for each script, and a test of it here' {
        $tests = Get-Content -Raw "$PSScriptRoot/Cookbook.Tests.ps1"
        $pages = (Get-ChildItem "$OpsLogRoot/docs/cookbook/*.md" | Get-Content -Raw) -join "`n"
        $scripts = (Get-ChildItem "$cookbook/*.ps1").Name
        $scripts | Where-Object { $tests -notlike "*Invoke-Recipe $_ *" } | Should -BeNullOrEmpty
        $scripts | Where-Object { $pages -notlike "*examples/cookbook/$_)*" } | Should -BeNullOrEmpty
    }

    It 'keeps an inventory and reports what changed' {
        $report = "$folder.csv"
        'a', 'b', 'c' | ForEach-Object { Set-Content "$folder/$_.txt" $_ }
        Invoke-Recipe Inventory.ps1 @('-Store', $store, '-Folder', $folder, '-Report', $report) | Should -Be '3 added'
        Set-Content "$folder/a.txt" 'longer now'
        Remove-Item "$folder/b.txt"
        Set-Content "$folder/d.txt" d
        Invoke-Recipe Inventory.ps1 @('-Store', $store, '-Folder', $folder, '-Report', $report) | Should -Be '1 added', '1 changed', '1 removed'
        $LASTEXITCODE | Should -Be 0
        Import-Csv $report | ForEach-Object { "$($_.Change) $($_.Path)" } | Should -Be 'added d.txt', 'changed a.txt', 'removed b.txt'
        Read-Store $store { (Get-OpsLogRecord).OpsLogId | Sort-Object } | Should -Be a.txt, c.txt, d.txt
        Invoke-Recipe Inventory.ps1 @('-Store', $store, '-Folder', $folder, '-Report', $report) | Should -BeNullOrEmpty
    }

    It 'keeps the inventory if no file is found' {
        Set-Content "$folder/a.txt" a
        Invoke-Recipe Inventory.ps1 @('-Store', $store, '-Folder', $folder, '-Report', "$folder.csv") | Should -Be '1 added'
        Remove-Item "$folder/a.txt"
        Join-Line (Invoke-Recipe Inventory.ps1 @('-Store', $store, '-Folder', $folder, '-Report', "$folder.csv")) | Should -BeLike '*Nothing was piped*'
        $LASTEXITCODE | Should -Not -Be 0
        Read-Store $store { (Get-OpsLogRecord).OpsLogId } | Should -Be a.txt
    }

    It 'shows what the records were, and gets them back' {
        $null = Open-OpsLogStore $store
        Set-OpsLogRecord web01 ([ordered]@{ cpus = 4 })
        Set-OpsLogRecord db01 ([ordered]@{ cpus = 8 })
        Start-Sleep -Milliseconds 1100
        # A moment on the command line has whole seconds.
        $moment = (Get-Date).ToString('s')
        Start-Sleep -Milliseconds 1100
        Set-OpsLogRecord web01 ([ordered]@{ cpus = 2 })
        Remove-OpsLogRecord db01
        Close-OpsLogStore
        $arguments = '-Store', $store, '-Moment', $moment, '-Report', "$folder.csv"
        Invoke-Recipe LookBack.ps1 $arguments | Should -Be 'Changed web01: cpus=2', 'Removed db01: -cpus'
        Import-Csv "$folder.csv" | ForEach-Object { "$($_.OpsLogId) $($_.cpus)" } | Should -Be 'web01 4', 'db01 8'
        $null = Invoke-Recipe LookBack.ps1 ($arguments + '-Restore', 'db*')
        Read-Store $store { Get-OpsLogRecord | ForEach-Object { "$($_.OpsLogId) $($_.cpus)" } } | Should -Be 'web01 2', 'db01 8'
        $LASTEXITCODE | Should -Be 0
    }

    It 'lets workers take each job once' {
        Invoke-Recipe Queue.ps1 @('-Store', $store, '-Workers', '3', '-Jobs', '20') | Should -Be '20 jobs done', '20 claims'
        $LASTEXITCODE | Should -Be 0
    }

    It 'repeats jobs until they succeed or are given up' {
        Set-Content "$folder/good.ps1" '"done"'
        Set-Content "$folder/later.ps1" "Add-Content '$folder/tries.txt' x; if (@(Get-Content '$folder/tries.txt').Count -lt 2) { throw 'not yet' }"
        Set-Content "$folder/bad.ps1" "throw 'never'"
        foreach ($job in 'good', 'later', 'bad') { Invoke-Recipe Jobs.ps1 @('-Store', $store, '-Add', $job, '-Script', "$folder/$job.ps1") | Should -BeNullOrEmpty }
        # What a runner leaves that was killed in the middle of a job.
        $null = Open-OpsLogStore $store
        Set-OpsLogRecord good @{ state = 'running' } -Merge
        Close-OpsLogStore

        $codes = foreach ($run in 1..3) {
            $null = Invoke-Recipe Jobs.ps1 @('-Store', $store, '-Pause', '00:00:00')
            $LASTEXITCODE
        }
        $codes | Should -Be 0, 0, 1
        Read-Store $store { Get-OpsLogRecord | Sort-Object OpsLogId | ForEach-Object { "$($_.OpsLogId) $($_.state) $($_.tries) $($_.error)".Trim() } } |
            Should -Be 'bad failed 3 never', 'good done 1', 'later done 2'
        Join-Line (Invoke-Recipe Jobs.ps1 @('-Store', $store, '-Add', 'good', '-Script', "$folder/good.ps1")) | Should -Match 'already contains it'
    }

    It 'lets another person decide, once' {
        $null = Invoke-Recipe Approvals.ps1 @('-Store', $store, '-Action', 'Request', '-Id', 'r1', '-Text', 'a disk', '-By', 'ann')
        $LASTEXITCODE | Should -Be 0
        Join-Line (Invoke-Recipe Approvals.ps1 @('-Store', $store, '-Action', 'List')) | Should -Match 'a disk'
        Join-Line (Invoke-Recipe Approvals.ps1 @('-Store', $store, '-Action', 'Approve', '-Id', 'r1', '-By', 'ann')) | Should -Match 'Another person'
        $LASTEXITCODE | Should -Be 1
        $null = Invoke-Recipe Approvals.ps1 @('-Store', $store, '-Action', 'Approve', '-Id', 'r1', '-By', 'bob', '-Text', 'fine')
        $LASTEXITCODE | Should -Be 0
        Join-Line (Invoke-Recipe Approvals.ps1 @('-Store', $store, '-Action', 'Reject', '-Id', 'r1', '-By', 'cy')) | Should -Match 'already approved'
        Join-Line (Invoke-Recipe Approvals.ps1 @('-Store', $store, '-Action', 'Request', '-Id', 'r1', '-By', 'ann')) | Should -Match 'already contains it'
        Read-Store $store { (Get-OpsLogRecord r1).state; (Get-OpsLogOperation r1).Count } | Should -Be approved, 2
        Join-Line (Invoke-Recipe Approvals.ps1 @('-Store', $store, '-Action', 'History', '-Id', 'r1')) | Should -Match 'open.*ann.*approved.*bob'
    }

    It 'archives by quarters, and says when another process has the store' {
        $null = Open-OpsLogStore $store
        Set-OpsLogRecord old @{ closed = [datetime]'2024-02-03' }
        Set-OpsLogRecord older @{ closed = [datetime]'2023-12-31' }
        Set-OpsLogRecord new @{ closed = Get-Date }
        Set-OpsLogRecord open @{ closed = $null }
        Set-OpsLogRecord other @{ n = 1 }
        $null = Invoke-Recipe Archive.ps1 @('-Store', $store, '-Log', "$folder/log", '-LockTimeout', '1')
        $LASTEXITCODE | Should -Be 75
        Get-Content "$folder/log" -Tail 1 | Should -Match "StoreLocked: .*$PID"
        Close-OpsLogStore

        $null = Invoke-Recipe Archive.ps1 @('-Store', $store, '-Log', "$folder/log")
        $LASTEXITCODE | Should -Be 0
        (Get-Content "$folder/log" -Tail 3) -replace '^\S+ ' | Should -Be 'segment 2024-Q1: 1 moved', 'segment 2023-Q4: 1 moved', 'done: 2 moved, 3 active'
        Read-Store $store { (Get-OpsLogArchive).Segment | Sort-Object; (Get-OpsLogRecord).OpsLogId } | Should -Be '2023-Q4', '2024-Q1', 'new', 'open', 'other'

        $null = Invoke-Recipe Archive.ps1 @('-Store', "$store-none", '-Log', "$folder/log")
        $LASTEXITCODE | Should -Be 1
        Get-Content "$folder/log" -Tail 1 | Should -Match 'StoreNotFound'
    }

    It 'writes the texts of a CSV file as they were' {
        $lines = '"id","state","seen","due"', '"1","open","2026-03-01T10:00:00Z","01.02.2026"', '"2","closed","2026-03-02","1"', '"3","open","2026-03-01T10:00:00.000Z","001"'
        Set-Content "$folder/in.csv" $lines
        Invoke-Recipe Csv.ps1 @('-Store', $store, '-In', "$folder/in.csv", '-Out', "$folder/out.csv", '-IdColumn', 'id', '-Column', 'state', '-Value', 'open') | Should -BeNullOrEmpty
        Get-Content "$folder/out.csv" | Should -BeExactly $lines[0, 1, 3]
    }

    It 'joins a CSV file with the records by an index' {
        $null = Open-OpsLogStore $store
        1..5 | ForEach-Object { Set-OpsLogRecord "m$_" @{ owner = @{ name = "user$($_ % 3)" } } }
        Close-OpsLogStore
        Set-Content "$folder/in.csv" 'ticket,person', 'T-1,USER1', 'T-2,cy', 'T-3,user0'
        foreach ($run in 1, 2) {
            Invoke-Recipe Join.ps1 @('-Store', $store, '-In', "$folder/in.csv", '-Out', "$folder/out.csv", '-Column', 'person', '-Property', 'owner.name') | Should -BeNullOrEmpty
            Get-Content "$folder/out.csv" | Should -BeExactly '"ticket","person","OpsLogId"', '"T-1","USER1","m1"', '"T-1","USER1","m4"', '"T-2","cy",""', '"T-3","user0","m3"'
        }
        Read-Store $store { (Get-OpsLogIndex).Property } | Should -Be owner.name
    }

    It 'lets several processes write at the same time' {
        Invoke-Recipe Workers.ps1 @('-Store', $store, '-Workers', '3', '-Tasks', '7') | Should -Be '7 tasks', 'worker-0: 2', 'worker-1: 3', 'worker-2: 2'
        Read-Store $store { (Get-OpsLogRecord task-7).result } | Should -Be 49
    }

    It 'lists the hosts that have not reported' {
        Invoke-Recipe Report-Host.ps1 @('-Store', $store, '-HostName', 'Alpha') | Should -BeNullOrEmpty
        Join-Line (Invoke-Recipe Report-Host.ps1 @('-Store', $store, '-HostName', 'beta', '-Silent', '00:00:00.001')) | Should -Match 'Alpha'
        $held = Open-OpsLogStore $store -Agent report-beta
        (Invoke-Recipe Report-Host.ps1 @('-Store', $store, '-HostName', 'gamma')) | Should -BeNullOrEmpty
        Close-OpsLogStore $held
        Read-Store $store { (Get-OpsLogRecord).OpsLogId | Sort-Object } | Should -Be Alpha, beta, gamma
    }

    It 'takes turns with Node.js' {
        $packages = "$OpsLogRoot/tests/interop"
        if (-not (Get-Command node -CommandType Application -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no node on PATH'; return }
        if (-not (Test-Path "$packages/node_modules/@backloghq/opslog")) { Set-ItResult -Skipped -Because 'the npm package is not in tests/interop/node_modules; the xunit tests install it'; return }
        $output = Join-Line (Invoke-Recipe Turns.ps1 @('-Store', $store, '-Packages', $packages))
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -Match 'order-2.*order-3'
        Read-Store $store { Get-OpsLogRecord | ForEach-Object { "$($_.OpsLogId) $($_.state) $($_.by)".Trim() } } |
            Should -Be 'order-1 queued', 'order-2 confirmed node', 'order-3 confirmed node'
    }
}
