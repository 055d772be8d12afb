namespace Telemed.Sfu.Tests;

/// <summary>
/// The races of consent (C2): recording switched on while somebody joins, somebody joins while it is on, consent withdrawn
/// while it is on, in every order that a thousand seeds give. A simple oracle says before each packet whether it may be
/// recorded; the tap must agree.
/// </summary>
public sealed class ConsentRaceTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Not_one_packet_without_consent_passes_the_tap_in_any_order_of_things(int part)
    {
        for (var seed = part * 50; seed < (part + 1) * 50; seed++)
        {
            new Run(seed).Play(60);
        }
    }

    private sealed class Run(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly RoomHarness _test = new();
        private readonly Dictionary<string, Person> _inside = [];
        private readonly Dictionary<string, bool> _granted = [];
        private bool _on;

        public void Play(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                var who = "p" + _random.Next(3);
                switch (_random.Next(8))
                {
                    case 0:
                        Enter(who);
                        break;
                    case 1:
                        Leave(who);
                        break;
                    case 2:
                        Answer(who, true);
                        break;
                    case 3:
                        Answer(who, false);
                        break;
                    case 4:
                        Switch();
                        break;
                    default:
                        Send(who);
                        break;
                }

                _test.Wait(_random.Next(3) * 20);
            }
        }

        private void Enter(string who)
        {
            if (!_inside.ContainsKey(who))
            {
                // What they said earlier holds, as it does for somebody who comes back.
                _inside[who] = new(_test, who, recordable: _granted.GetValueOrDefault(who));
            }
        }

        private void Leave(string who)
        {
            if (_inside.Remove(who, out var person))
            {
                _test.Room.Leave(_test.Now, person.Participant);
            }
        }

        private void Answer(string who, bool granted)
        {
            _granted[who] = granted;
            if (_inside.TryGetValue(who, out var person))
            {
                _test.Room.SetRecordable(_test.Now, person.Participant, granted);
            }
        }

        private void Switch()
        {
            _on = !_on;
            _test.Room.SetTap(_test.Now, _on ? _test : null);
        }

        private void Send(string who)
        {
            if (!_inside.TryGetValue(who, out var person))
            {
                return;
            }

            var before = _test.Tapped.Count;
            person.SendAudio();
            person.SendFrame(key: true);
            var may = _on && _granted.GetValueOrDefault(who);
            var tapped = _test.Tapped.Skip(before).ToList();
            Assert.All(tapped, one => Assert.StartsWith(who + ":", one.Publication, StringComparison.Ordinal));
            Assert.Equal(may ? 2 : 0, tapped.Count);
        }
    }
}
