# Objects of other libraries whose enumeration, properties or text are not their content.

BeforeAll {
    . "$PSScriptRoot/Initialize.ps1"
    Open-OpsLogStore (New-TestStorePath) -Durability OperatingSystem | Out-Null

    class WithParse { [int] $A = 1; static [WithParse] Parse([string] $text) { return [WithParse]::new() } }
    class WithParseAndText {
        [int] $A = 3
        static [WithParseAndText] Parse([string] $text) { return [WithParseAndText]@{ A = [int] $text } }
        [string] ToString() { return "$($this.A)" }
    }

    # The stored record, and what the warning of its pipeline says about it; nothing if there is none.
    function Json ($Value) {
        Set-OpsLogRecord -Id t -Value $Value -ErrorAction Stop -WarningAction SilentlyContinue -WarningVariable script:warned
        Get-OpsLogRecord -Id t -AsJson -ErrorAction Stop
    }
    function TextOf ($Value) { (Json @{ v = $Value }) -creplace '^\{"v":(.*)\}$', '$1' }
    function Fault ($Value) {
        try { $null = Json $Value } catch { return $_.FullyQualifiedErrorId -replace ',.*' }
        'none'
    }
    function NewTable {
        $table = [Data.DataTable]::new('servers')
        $null = $table.Columns.Add('name', [string])
        $null = $table.Columns.Add('cpus', [int])
        $null = $table.Rows.Add('web01', 4)
        $null = $table.Rows.Add('web02', [DBNull]::Value)
        , $table
    }
    function NewPairs {
        $pairs = [Collections.Specialized.NameValueCollection]::new()
        $pairs.Add('a', '1'); $pairs.Add('a', '2'); $pairs.Add('b', 'x')
        , $pairs
    }
    function NewLookup {
        $key = [Func[string, string]] { param($text) $text.Substring(0, 1) }
        , [Linq.Enumerable]::ToLookup([string[]] ('a1', 'a2', 'b1'), $key)
    }
}

AfterAll { Close-TestStore }

Describe 'JSON nodes are the JSON they are' {
    BeforeDiscovery {
        $nodes = @(
            @{ name = 'a JsonNode'; make = { , [Text.Json.Nodes.JsonNode]::Parse($args[0]) } }
            @{ name = 'a JsonElement'; make = { [Text.Json.JsonDocument]::Parse($args[0]).RootElement } }
            @{ name = 'a JsonDocument'; make = { [Text.Json.JsonDocument]::Parse($args[0]) } }
        )
    }

    It '<name> within a record' -ForEach $nodes {
        $text = '{"n":1.10,"big":12345678901234567890,"a":[1,{"x":null}],"s":"é\"\ud800","t":true}'
        TextOf (& $make $text) | Should -BeExactly $text
        $warned | Should -BeNullOrEmpty
    }

    It '<name> as the record, with its id' -ForEach $nodes {
        $text = '{"name":"n1","a":[1,{"x":null}],"e":{}}'
        Json (& $make $text) | Should -BeExactly $text
        , (& $make $text) | Set-OpsLogRecord -IdProperty name -ErrorAction Stop
        Get-OpsLogRecord -Id n1 -AsJson | Should -BeExactly $text
        $warned | Should -BeNullOrEmpty
    }

    It 'a JObject within a record and as the record' {
        $text = '{"name":"n2","n":1,"a":[1,{"x":null},"s"],"f":1.5,"b":true,"e":{},"l":[]}'
        TextOf ([Newtonsoft.Json.Linq.JObject]::Parse($text)) | Should -BeExactly $text
        Json ([Newtonsoft.Json.Linq.JObject]::Parse($text)) | Should -BeExactly $text
        , [Newtonsoft.Json.Linq.JObject]::Parse($text) | Set-OpsLogRecord -IdProperty name -ErrorAction Stop
        Get-OpsLogRecord -Id n2 -AsJson | Should -BeExactly $text
        $warned | Should -BeNullOrEmpty
    }

    It 'a value of Newtonsoft.Json: <text>' -ForEach @(
        @{ make = { , [Newtonsoft.Json.Linq.JValue]::new(5) }; text = '5' }
        @{ make = { , [Newtonsoft.Json.Linq.JValue]::new(1.10d) }; text = '1.10' }
        @{ make = { , [Newtonsoft.Json.Linq.JValue]::new('s') }; text = '"s"' }
        @{ make = { , [Newtonsoft.Json.Linq.JValue]::new($true) }; text = 'true' }
        @{ make = { , [Newtonsoft.Json.Linq.JValue]::CreateNull() }; text = 'null' }
        @{ make = { , [Newtonsoft.Json.Linq.JValue]::new([datetime]::SpecifyKind('2026-01-02', 'Utc')) }; text = '"2026-01-02T00:00:00.000Z"' }
        @{ make = { , [Newtonsoft.Json.Linq.JRaw]::new('{"r":[1]}') }; text = '{"r":[1]}' }
        @{ make = { , [Newtonsoft.Json.Linq.JArray]::Parse('[1,{"x":2}]') }; text = '[1,{"x":2}]' }
        @{ make = { , [Newtonsoft.Json.Linq.JArray]::Parse('[]') }; text = '[]' }
    ) {
        TextOf (& $make) | Should -BeExactly $text
        $warned | Should -BeNullOrEmpty
    }

    It 'warns of a node that is no value by itself' {
        $holder = @{}
        $holder.v = [Newtonsoft.Json.Linq.JProperty]::new('p', 1)
        $null = Json $holder
        $warned | Should -BeLike '*v (an object, stored as a string)*'
    }

    It 'refuses a number that JSON lacks, and an element without a value' {
        $holder = @{}
        $holder.v = [Newtonsoft.Json.Linq.JValue]::new([double]::NaN)
        Fault $holder | Should -Be NotANumber
        Fault @{ v = [Text.Json.JsonElement]::new() } | Should -Be Unreadable
    }

    It 'takes no more levels of a node than of any other object' {
        $deep = '{"d":' * 100 + '1' + '}' * 100
        Json ([Text.Json.JsonDocument]::Parse($deep, [Text.Json.JsonDocumentOptions]@{ MaxDepth = 200 })) | Should -BeExactly $deep
        Fault @{ v = [Text.Json.JsonDocument]::Parse($deep, [Text.Json.JsonDocumentOptions]@{ MaxDepth = 200 }) } | Should -Be TooDeep
    }
}

Describe 'Collections of names and values' {
    It 'stores the entries of <name>, within a record and as the record' -ForEach @(
        @{ name = 'a NameValueCollection'; make = { NewPairs }; text = '{"a":["1","2"],"b":"x"}' }
        @{ name = 'a query string'; make = { , [Web.HttpUtility]::ParseQueryString('a=1&b=2') }; text = '{"a":"1","b":"2"}' }
        @{ name = 'a WebHeaderCollection'; make = { $h = [Net.WebHeaderCollection]::new(); $h.Add('X-A', '1'); , $h }; text = '{"X-A":"1"}' }
        @{ name = 'HTTP headers'; make = { $m = [Net.Http.HttpRequestMessage]::new(); $m.Headers.Add('X-A', [string[]] ('1', '2')); , $m.Headers }; text = '{"X-A":["1","2"]}' }
        @{ name = 'a StringDictionary'; make = { $d = [Collections.Specialized.StringDictionary]::new(); $d.Add('a', '1'); , $d }; text = '{"a":"1"}' }
        @{ name = 'a lookup'; make = { NewLookup }; text = '{"a":["a1","a2"],"b":["b1"]}' }
    ) {
        TextOf (& $make) | Should -BeExactly $text
        Json (& $make) | Should -BeExactly $text
        $warned | Should -BeNullOrEmpty
    }

    It 'refuses a name that is null' {
        $pairs = NewPairs
        $pairs.Add([NullString]::Value, 'x')
        Fault @{ v = $pairs } | Should -Be KeyNotText
    }
}

Describe 'Types that parse their own text' {
    It 'stores a class with Parse and no text of its own as its properties' {
        Json ([WithParse]::new()) | Should -BeExactly '{"A":1}'
    }

    It 'warns where such a class is nested, for its text is its name' {
        TextOf ([WithParse]::new()) | Should -BeLike '"*WithParse"'
        $warned | Should -BeLike '*v (an object, stored as a string)*'
    }

    It 'stores the text of a nested class with Parse and ToString, and its properties at the top' {
        TextOf ([WithParseAndText]::new()) | Should -BeExactly '"3"'
        $warned | Should -BeNullOrEmpty
        Json ([WithParseAndText]::new()) | Should -BeExactly '{"A":3}'
    }

    It 'warns of a structure that formats itself and can''t be read back' {
        TextOf ([Numerics.Vector3]::new(1, 2, 3.5)) | Should -BeExactly '"<1, 2, 3.5>"'
        $warned | Should -BeLike '*v (an object, stored as a string)*'
    }

    It 'stores a number, text or null of a database as what is in it: <text>' -ForEach @(
        @{ make = { [Data.SqlTypes.SqlInt32]::new(5) }; text = '5' }
        @{ make = { [Data.SqlTypes.SqlString]::new('x') }; text = '"x"' }
        @{ make = { [Data.SqlTypes.SqlDecimal]::Parse('12345678901234567890123456789012345.6') }; text = '12345678901234567890123456789012345.6' }
        @{ make = { [Data.SqlTypes.SqlInt32]::Null }; text = 'null' }
    ) {
        TextOf (& $make) | Should -BeExactly $text
        $warned | Should -BeNullOrEmpty
    }
}

Describe 'Rows of a table' {
    It 'are their columns' {
        (NewTable).Rows | Set-OpsLogRecord -IdProperty name -ErrorAction Stop -WarningVariable warned
        Get-OpsLogRecord -Id web01 -AsJson | Should -BeExactly '{"name":"web01","cpus":4}'
        Get-OpsLogRecord -Id web02 -AsJson | Should -BeExactly '{"name":"web02","cpus":null}'
        $warned | Should -BeNullOrEmpty
    }

    It 'are their columns also as views, as records of a reader, and within a table' {
        $table = NewTable
        $table.DefaultView | Set-OpsLogRecord -IdProperty name -ErrorAction Stop
        Get-OpsLogRecord -Id web02 -AsJson | Should -BeExactly '{"name":"web02","cpus":null}'
        $reader = $table.CreateDataReader()
        foreach ($record in $reader) { Json $record | Should -BeLike '{"name":"web0?","cpus":*}' }
        TextOf $table | Should -BeExactly '[{"name":"web01","cpus":4},{"name":"web02","cpus":null}]'
        TextOf $table.Rows[0] | Should -BeExactly '{"name":"web01","cpus":4}'
    }

    It 'keep what was added to them' {
        $row = (NewTable).Rows[0] | Add-Member -PassThru site eu
        Json $row | Should -BeExactly '{"name":"web01","cpus":4,"site":"eu"}'
    }
}

Describe 'XML' {
    BeforeAll {
        $document = [xml] '<servers><server name="web01"><ip>10.0.0.1</ip><disk size="5"/></server></servers>'
    }

    It 'as a record is the attributes and elements that PowerShell shows, and nothing of the node' {
        $document.servers.server | Set-OpsLogRecord -IdProperty name -ErrorAction Stop -WarningAction SilentlyContinue -WarningVariable warned
        Get-OpsLogRecord -Id web01 -AsJson | Should -BeExactly '{"name":"web01","ip":"10.0.0.1","disk":"<disk size=\"5\" />"}'
        $warned | Should -BeLike '*disk (an object, stored as a string)*'
        Json $document | Should -BeExactly '{"servers":"<servers><server name=\"web01\"><ip>10.0.0.1</ip><disk size=\"5\" /></server></servers>"}'
    }

    It 'that is a text, an attribute or of another library is no record' {
        Fault $document.servers.server.Attributes[0] | Should -Be NotAnObject
        Fault ([Xml.Linq.XElement]::Parse('<a b="1"/>')) | Should -Be NotAnObject
    }
}
