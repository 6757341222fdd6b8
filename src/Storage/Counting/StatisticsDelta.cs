namespace Larder.Storage;

/// <summary>What one process, or one job of the daemon, has to add to the statistics. Not for use by several threads at once.</summary>
public sealed class StatisticsDelta
{
    /// <summary>A process counts a handful of events; what is beyond is dropped.</summary>
    internal const int MaxCounters = 32;

    /// <summary>A command is refused for one option at a time; what is beyond is dropped.</summary>
    internal const int MaxNames = 8;

    /// <summary>A request has one group and one session.</summary>
    internal const int MaxTexts = 2;

    private readonly (Counter Counter, uint Amount)[] _counters = new (Counter, uint)[MaxCounters];
    private List<(byte[] Name, uint Amount)>? _names;
    private List<(NamedKind Kind, ulong Id, byte[] Text)>? _texts;

    /// <summary>How many different counters were added to.</summary>
    internal int CounterCount { get; private set; }

    internal ReadOnlySpan<(Counter Counter, uint Amount)> Counters => _counters.AsSpan(0, CounterCount);

    internal int NameCount => _names?.Count ?? 0;

    /// <summary>What is known of the request besides, where the delta is one's.</summary>
    public StatisticsFacts Facts { get; set; }

    internal int TextCount => _texts?.Count ?? 0;

    /// <summary>The change in the store's size.</summary>
    public StoreDelta Store { get; private set; }

    /// <summary>True where there is nothing to append.</summary>
    public bool IsEmpty => CounterCount == 0 && _names is null && !Facts.IsPresent && Store.IsEmpty;

    /// <summary>Counts an event, or several.</summary>
    public void Add(Counter counter, uint amount = 1)
    {
        for (int i = 0; i < CounterCount; i++)
        {
            if (_counters[i].Counter == counter)
            {
                _counters[i].Amount += amount;
                return;
            }
        }

        if (CounterCount < MaxCounters)
            _counters[CounterCount++] = (counter, amount);
    }

    /// <summary>Counts something by its name, such as an option that is not understood; cut to
    /// <see cref="StatisticsRecord.MaxName"/> bytes.</summary>
    public void AddNamed(ReadOnlySpan<byte> name, uint amount = 1)
    {
        name = name[..Math.Min(name.Length, StatisticsRecord.MaxName)];
        if (name.IsEmpty || amount == 0)
            return;
        _names ??= [];
        for (int i = 0; i < _names.Count; i++)
        {
            if (name.SequenceEqual(_names[i].Name))
            {
                _names[i] = (_names[i].Name, _names[i].Amount + amount);
                return;
            }
        }

        if (_names.Count < MaxNames)
            _names.Add((name.ToArray(), amount));
    }

    /// <summary>Adds a change in the store's size: what <see cref="LocalStore.TakeDelta"/> gave.</summary>
    public void Add(StoreDelta change) => Store = new StoreDelta(Store.Bytes + change.Bytes, Store.Files + change.Files);

    /// <summary>Says what the group of the facts is called: what <see cref="StatisticsFacts.GroupText"/> gave.</summary>
    public void AddGroupName(ReadOnlySpan<byte> text) => AddText(NamedKind.Group, Facts.Group, text);

    /// <summary>Says what the session of the facts is called, as much of it as is kept.</summary>
    public void AddSessionName(ReadOnlySpan<byte> text) => AddText(NamedKind.Session, Facts.Session, StatisticsFacts.SessionText(Facts.Session, text));

    internal (byte[] Name, uint Amount) Name(int index) => _names![index];

    internal (NamedKind Kind, ulong Id, byte[] Text) Text(int index) => _texts![index];

    private void AddText(NamedKind kind, ulong id, ReadOnlySpan<byte> text)
    {
        if (id == 0 || text.IsEmpty)
            return;
        _texts ??= [];
        if (_texts.Count < MaxTexts)
            _texts.Add((kind, id, text[..Math.Min(text.Length, StatisticsRecord.MaxText)].ToArray()));
    }
}
