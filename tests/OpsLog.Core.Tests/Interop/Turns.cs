using OpsLog.Core.Store;

namespace OpsLog.Core.Tests.Interop;

/// <summary>
/// The plain model of turns: the program that opens the store last writes last, so the state is the result of all writes
/// in order. The package does not read all of them: it reads only the logs that it knows, and applies operations without
/// a clock first. If it writes a snapshot, what it has not read is lost, and the snapshot becomes the state. So the model
/// also contains which operations are in which log, as far as the package distinguishes them.
/// </summary>
internal sealed class Turns
{
    private readonly List<TurnOperation> _written = [];
    private SortedDictionary<string, string> _base = new(StringComparer.Ordinal);
    private SortedDictionary<string, string>? _snapshot;
    private List<TurnOperation> _active = [];
    private bool _hasTrace;

    // Operations of our single writer that are in its log still; they are counted in the model's snapshot.
    private int _logged;
    private int _numbers;
    private Dictionary<string, List<TurnOperation>>? _agents;

    /// <summary>What a person would expect in the store.</summary>
    public SortedDictionary<string, string> State => Replay(_base, _written);

    /// <summary>Whether the package has left a trace, so that our side knows of it.</summary>
    public bool HasOthers => _hasTrace || AllLogs().Any(log => log.Exists(operation => operation.IsOthers));

    /// <summary>Whether the package has ever left out of a snapshot what was in the store.</summary>
    public bool HasDropped { get; private set; }

    /// <summary>A turn of the package: as a single writer without a name, else as an agent.</summary>
    public NpmTurn OpenNpm(string? agent)
    {
        if (_snapshot is null)
        {
            _snapshot = new(StringComparer.Ordinal);
            _agents = agent is null ? null : new() { [agent] = _active };
            _hasTrace = true;
        }

        NpmTurn turn = new(this, agent);
        if (agent is not null && _agents?.ContainsKey(agent) != true)
        {
            (_agents ??= [])[agent] = [];
            _hasTrace = true;
        }

        return turn;
    }

    /// <summary>
    /// A turn of this engine; afterwards a snapshot contains everything that was written before, or could contain it.
    /// </summary>
    public OwnTurn OpenOwn(string? agent)
    {
        _snapshot ??= new(StringComparer.Ordinal);
        bool hasAgents = _agents?.Keys.Any(name => name.Length > 0) == true;
        if (agent is null || !hasAgents || _logged > 0 || AllLogs().Any(log => log.Exists(operation => !operation.HasClock)))
        {
            Fold(agent);
        }
        else
        {
            _agents!.TryAdd(agent, []);
            _active = HasOthers && _active.Count == 0 ? _agents[agent] : _active;
        }

        return new OwnTurn(this, agent);
    }

    private static SortedDictionary<string, string> Replay(SortedDictionary<string, string> records, IEnumerable<TurnOperation> operations)
    {
        SortedDictionary<string, string> state = new(records, StringComparer.Ordinal);
        foreach (TurnOperation operation in operations)
        {
            if (operation.Value is null)
            {
                state.Remove(operation.Id);
            }
            else
            {
                state[operation.Id] = operation.Value;
            }
        }

        return state;
    }

    private IEnumerable<List<TurnOperation>> AllLogs() => (_agents?.Values ?? Enumerable.Empty<List<TurnOperation>>()).Append(_active).Distinct();

    private void Fold(string? agent)
    {
        _hasTrace = HasOthers;
        _logged = 0;
        _snapshot = State;
        _active = [];
        _agents = new() { [agent ?? ""] = _active };
    }

    private void Append(List<TurnOperation> log, TurnOperation operation)
    {
        log.Add(operation);
        _written.Add(operation);
    }

    private void TakeBack(List<TurnOperation> log, TurnOperation operation)
    {
        log.Remove(operation);
        _written.Remove(operation);
    }

    /// <summary>A turn of the package: what it sees, and what it leaves.</summary>
    internal sealed class NpmTurn : ITurn
    {
        private readonly Turns _store;
        private readonly string? _agent;
        private readonly List<TurnOperation> _own = [];
        private int _operations;

        public NpmTurn(Turns store, string? agent)
        {
            _store = store;
            _agent = agent;
            Load();
        }

        public SortedDictionary<string, string> View { get; private set; } = [];

        /// <summary>Whether its undo would take back an operation of this turn.</summary>
        public bool CanUndo => _own.Count > 0;

        private List<TurnOperation> Log => _agent is null ? _store._active : _store._agents![_agent];

        public void Write(params (string Id, string? Value)[] changes)
        {
            foreach ((string id, string? value) in changes)
            {
                TurnOperation operation = new(id, value, hasClock: _agent is not null, isOthers: true, ++_store._numbers);
                _store.Append(Log, operation);
                _own.Add(operation);
                _operations++;
                View = Replay(View, [operation]);
            }
        }

        public void Undo()
        {
            _store.TakeBack(Log, _own[^1]);
            _own.RemoveAt(_own.Count - 1);
            Load();
        }

        /// <summary>An agent then reads everything again, as it does for an undo.</summary>
        public void Refresh()
        {
            if (_agent is not null)
            {
                Load();
            }
        }

        public void Close(bool checkpoint)
        {
            if (checkpoint && _operations > 0)
            {
                Compact();
            }
        }

        public void Compact()
        {
            _store.HasDropped |= !View.SequenceEqual(_store.State);
            _store._base = View;
            _store._written.Clear();
            _store._snapshot = View;
            _store._active = [];
            _store._agents = _agent is null ? null : new() { [_agent] = _store._active };
            _store._hasTrace = true;
            _store._logged = 0;
            _own.Clear();
            _operations = 0;
        }

        private void Load()
        {
            IEnumerable<TurnOperation> read = _agent is null ? _store._active : (_store._agents?.Values.ToList() ?? [_store._active]).SelectMany(log => log)
                .OrderBy(operation => operation.HasClock).ThenBy(operation => operation.Number).ToList();
            _operations = read.Count() + _store._logged;
            View = Replay(_store._snapshot!, read);
        }
    }

    /// <summary>A turn of this engine.</summary>
    internal sealed class OwnTurn(Turns store, string? agent) : ITurn
    {
        private readonly Stack<TurnOperation[]> _steps = new();

        public SortedDictionary<string, string> View => store.State;

        public bool CanUndo => _steps.Count > 0;

        private List<TurnOperation> Log => agent is null ? store._active : store._agents![agent];

        public void Write(params (string Id, string? Value)[] changes)
        {
            TurnOperation[] step = [.. changes.Select(change => new TurnOperation(change.Id, change.Value, hasClock: agent is not null, isOthers: false, ++store._numbers))];
            Array.ForEach(step, operation => store.Append(Log, operation));
            _steps.Push(step);
        }

        /// <summary>
        /// An agent appends the previous value directly after the operation that it undoes, or after its own undo that
        /// restored that operation; a single writer cuts it off.
        /// </summary>
        public void Undo()
        {
            TurnOperation[] step = _steps.Pop();
            List<TurnOperation> before = [.. store._written];
            before.RemoveAll(step.Contains);
            SortedDictionary<string, string> state = Replay(store._base, before);
            foreach (TurnOperation operation in step)
            {
                store.TakeBack(agent is null ? Log : [], operation);
                if (agent is not null)
                {
                    TurnOperation current = Log.Where(other => other.Id == operation.Id).OrderBy(other => other.Number).Last();
                    int number = current.Value == operation.Value ? current.Number : operation.Number;
                    Log.Add(new TurnOperation(operation.Id, state.GetValueOrDefault(operation.Id), hasClock: true, isOthers: false, number));
                }
            }
        }

        public void Compact()
        {
            // A later undo is a separate operation, which has the same result.
            if (store.AllLogs().Any(log => log.Count > 0))
            {
                store.Fold(agent);
            }

            _steps.Clear();
        }

        /// <summary>
        /// The package finds the operations of a single writer in every log. It may not find an agent's log, so if the
        /// package was here before, the last one to close takes a snapshot, unless it is killed or this is switched
        /// off.
        /// </summary>
        /// <param name="onClose">Whether it should take one.</param>
        /// <param name="logged">How many operations are in the log that the manifest names for single writers.</param>
        public void Close(CheckpointOnClose onClose, int logged)
        {
            if (agent is null || (onClose == CheckpointOnClose.WhenDue && store.HasOthers) || onClose == CheckpointOnClose.Always)
            {
                store.Fold(agent);
                store._logged = agent is null ? logged : 0;
            }
        }
    }
}
