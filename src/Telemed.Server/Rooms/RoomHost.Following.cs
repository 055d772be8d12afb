using System.Globalization;
using Telemed.Consults.Access;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Recordings;
using Telemed.Consults.Views;
using Telemed.Media;
using Telemed.Server.Problems;
using Telemed.Sfu.Routing;

namespace Telemed.Server.Rooms;

/// <summary>How the room follows the consult, its recording and its media.</summary>
internal sealed partial class RoomHost
{
    private RecordingStateView? _view;
    private int _newEpochs;
    private int _journaledMarks;

    private RecordingView RecordingNow => _view is { } view
        ? RecordingView.Of(view, view.Id is { } id ? _services.Finisher.ProgressOf(id) : null)
        : new(null, RecordingStatus.Off, null, 0, [], false, null);

    /// <summary>A participant answers for themselves. A refusal takes effect before it is stored, a consent after.</summary>
    public Task<Answer<Nothing>> ConsentAsync(string person, ConsentRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            if (request is { Item: ConsentItem.Recording, Granted: false })
            {
                foreach (var one in MembersOf(member.PersonId))
                {
                    await _recording.WithdrawAsync(one.Id);
                }
            }

            var stored = await _services.Desk.ConsentAsync(
                await CallerOfAsync(member),
                Consult,
                new(request.Item, ConsentSubject.Participant, request.Granted, ConsentMethod.Click, null,
                    request.TextVersion, request.Language));
            if (stored.ToAnswer().Refusal is { } refusal)
            {
                return refusal;
            }

            await RefreshConsentAsync(member.PersonId);
            await RefreshRecordingAsync();
            return default(Nothing);
        });

    /// <summary>A participant sets a mark.</summary>
    public Task<Answer<Nothing>> MarkAsync(string person, MarkRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            var marked = await CommandRecordingAsync(RecordingVerb.Mark, await CallerOfAsync(member), request.Label);
            return marked.Refusal is { } refusal ? refusal : default(Nothing);
        });

    /// <summary>Starts, pauses, resumes, marks or stops the recording, by REST or from within.</summary>
    public Task<Answer<RecordingView>> RecordAsync(
        RecordingVerb verb, Caller caller, string? label) =>
        AskAsync(async () =>
        {
            // Where another node runs the room, that node hears of it as it hears of every fact.
            var isHere = await ClaimAsync() is null;
            var answer = await (isHere ? CommandRecordingAsync(verb, caller, label) : StoreRecordingAsync(verb, caller, label));
            await ForgetIfEmptyAsync();
            return answer;
        });

    private async Task<Answer<RecordingView>> CommandRecordingAsync(RecordingVerb verb, Caller caller, string? label)
    {
        if ((await StoreRecordingAsync(verb, caller, label)).Refusal is { } refusal)
        {
            return refusal;
        }

        await RefreshRecordingAsync();
        return RecordingNow;
    }

    private async Task<Answer<RecordingView>> StoreRecordingAsync(RecordingVerb verb, Caller caller, string? label)
    {
        var desk = _services.Recordings;
        var outcome = verb switch
        {
            RecordingVerb.Start => await desk.StartAsync(caller, Consult),
            RecordingVerb.Pause => await desk.PauseAsync(caller, Consult),
            RecordingVerb.Resume => await desk.ResumeAsync(caller, Consult),
            RecordingVerb.Mark => await desk.MarkAsync(caller, Consult, label),
            _ => await desk.StopAsync(caller, Consult),
        };
        return outcome.ToAnswer().TryGet(out var view, out var refusal) ? RecordingView.Of(view, progress: null) : refusal;
    }

    private async Task FollowAsync(ConsultEvent fact, int version)
    {
        if (fact is ConsultEvent.ChatWritten written)
        {
            await HearChatAsync(written);
            return;
        }

        if (_isMoved && fact is ConsultEvent.TeachingClosed or ConsultEvent.GuestEnded or ConsultEvent.InterpreterEnded
            or ConsultEvent.ExpertRemoved or ConsultEvent.ViewerRemoved or ConsultEvent.WrongPatientStopped)
        {
            await CloseAsync(reason: null); // Whoever has still to go to the other node sees and hears nobody until then.
            return;
        }

        if (_closed || _isMoved || (await _services.Store.LoadConsultAsync(Consult)).State is not ConsultState.Filed state)
        {
            return;
        }

        if (fact is ConsultEvent.ConsentRecorded { Consent: { Subject: ConsentSubject.Participant } consent }
            && _members.GetValueOrDefault(consent.Person.Value) is { } member)
        {
            Tell(new RoomEvent.ConsentChanged(member.Id, Camel(consent.Item), consent.Granted));
            await RefreshConsentAsync(consent.Person);
        }

        if (TakenBack(fact) is { } gone && _members.GetValueOrDefault(gone.Value) is { } leaver)
        {
            await SendAwayAsync(leaver, fact.By);
        }

        if (Audience.Any() && (state.File.Teaching is null || !AccessPolicy.HasRoom(state.Status)))
        {
            await SendAudienceAwayAsync(fact.By);
        }

        if (fact is ConsultEvent.FileAttached { Still: { } still } filed)
        {
            Tell(new RoomEvent.StillTaken(filed.File, still.Feed, still.AskedBy.Value));
        }

        if (fact is ConsultEvent.LeadHandedOver handed && state is ConsultState.Engaged engaged)
        {
            await ReseatAsync(handed.From, engaged);
            await ReseatAsync(handed.To, engaged);
        }

        Tell(new RoomEvent.ConsultChanged(Room, Camel(state.Status), version));
        if (fact is ConsultEvent.SessionStarted or ConsultEvent.SessionRanLong or ConsultEvent.SessionInterrupted
            or ConsultEvent.SessionResumed or ConsultEvent.PhoneBridgeOffered or ConsultEvent.LeadHandedOver
            && await _services.Desk.FindSessionAsync(Consult) is { } session)
        {
            Tell(new RoomEvent.SessionChanged(session));
        }

        await RefreshRecordingAsync();
        if (fact is ConsultEvent.WrongPatientStopped)
        {
            await CloseAsync("wrongPatient");
            return;
        }

        if (!ConsultDecider.KeepsRoom(state.Status)
            || state is ConsultState.ConvertedToTransfer { Engagement.Room.IsEmpty: true })
        {
            await CloseAsync(state.Status == ConsultStatus.OpinionPending ? "ended" : Camel(state.Status));
        }
    }

    /// <summary>Whose part a fact takes back.</summary>
    private static PersonId? TakenBack(ConsultEvent fact) => fact switch
    {
        ConsultEvent.GuestEnded e => e.Guest,
        ConsultEvent.InterpreterEnded e => e.Interpreter,
        ConsultEvent.ExpertRemoved e => e.Expert,
        ConsultEvent.ViewerRemoved e => e.Viewer,
        _ => null,
    };

    /// <summary>Somebody stands on another side than before: the others are told.</summary>
    private async Task ReseatAsync(PersonId person, ConsultState.Engaged state)
    {
        var network = await _services.Directory.LoadAsync();
        if (_members.GetValueOrDefault(person.Value) is { } member && network.FindPerson(person) is { } who)
        {
            member.Side = RoomSides.Of(who, state);
            Tell(new RoomEvent.ParticipantChanged(member.View));
        }
    }

    private async Task FollowAsync(MediaEvent happened)
    {
        if (_closed)
        {
            return;
        }

        switch (happened)
        {
            case MediaEvent.PublicationAdded e:
                _publications[e.Publication.Id] = PublicationView.Of(e.Publication);
                Tell(new RoomEvent.PublicationAdded(_publications[e.Publication.Id]));
                await SilenceIfHeldAsync(_publications[e.Publication.Id]);
                await FillGuestSlotsAsync();
                break;
            case MediaEvent.PublicationChanged e:
                _publications[e.Publication.Id] = PublicationView.Of(e.Publication);
                Tell(new RoomEvent.PublicationChanged(_publications[e.Publication.Id]));
                await FillGuestSlotsAsync();
                break;
            case MediaEvent.PublicationRemoved e:
                _publications.Remove(e.Publication.Id);
                Tell(new RoomEvent.PublicationRemoved(e.Publication.Id));
                await FillGuestSlotsAsync();
                break;
            case MediaEvent.SlotAssigned e:
                _members.GetValueOrDefault(e.Participant)?.Outbox?.Add(
                    nameof(RoomEvent.SlotAssigned),
                    new RoomEvent.SlotAssigned(e.Mid, e.Publication) { Sequence = _history.Sequence });
                break;
            case MediaEvent.ParticipantConnected e when _members.GetValueOrDefault(e.Participant) is { Outbox: not null } one:
                SetConnected(one, true);
                await RefreshSoundAsync();
                break;
            case MediaEvent.ParticipantDisconnected e when IsLoss(e.Reason):
                await LoseAsync(e.Participant);
                break;
            case MediaEvent.Speakers e:
                Tell(new RoomEvent.Speakers(e.Participants));
                break;
            case MediaEvent.LinkQuality e:
                TellLink(e);
                break;
            case MediaEvent.RecordingProblem e:
                await RecoverAsync(e);
                break;
            case MediaEvent.RoomFailed:
                _services.Logger.RoomFailed(Room);
                try
                {
                    if (await IsStillHereAsync())
                    {
                        await _services.Desk.CloseRoomAsync(Consult, Now); // Nobody is in it: the session is interrupted.
                    }
                }
                finally
                {
                    await CloseAsync("failed");
                }

                break;
        }
    }

    private void TellLink(MediaEvent.LinkQuality link)
    {
        var member = _members.GetValueOrDefault(link.Participant);
        var score = Math.Min(link.Score, MostOf(member?.Mode));
        var told = new RoomEvent.LinkQuality(
            link.Participant,
            score,
            Word(score),
            Math.Round(link.LossPercent, 1),
            link.RoundTripMs is { } trip ? Math.Round(trip, 1) : null,
            link.JitterMs,
            link.UpKilobits,
            link.DownKilobits,
            link.ByTcp ? LinkPath.Tcp : LinkPath.Udp,
            member?.Mode ?? LinkMode.Full);
        if (member is not null)
        {
            member.Link = told;
            if (member.Site is { } site)
            {
                _services.SiteLinks.Note(
                    site, Room, member.Id, new(link.LossPercent, link.RoundTripMs, link.JitterMs, score), Now);
            }

            Links = [.. _members.Values.Select(one => one.Link).OfType<RoomEvent.LinkQuality>()];
        }

        Tell(told);
    }

    private async Task LoseAsync(string participant)
    {
        if (_members.GetValueOrDefault(participant) is { } member)
        {
            if (member.Device is not null)
            {
                await RemoveDeviceAsync(member, "lost");
                return;
            }

            SetConnected(member, false);
            if (member.Side == RoomSide.Observer)
            {
                return; // Their page joins again, or its connection goes too.
            }

            EndPresentationOf(member.Id);
            await RefreshSoundAsync();
            await LoseFromConsultAsync(member);
        }
    }

    private async Task RefreshConsentAsync(PersonId person)
    {
        foreach (var member in MembersOf(person).ToList())
        {
            await RefreshConsentAsync(member);
        }
    }

    private async Task RefreshConsentAsync(RoomMember member)
    {
        if ((await _services.Store.LoadConsultAsync(Consult)).State is not ConsultState.Filed { File: var file })
        {
            return;
        }

        member.ConsentVersion = file.Consents.LastOrDefault(one =>
            one is { Item: ConsentItem.Recording, Subject: ConsentSubject.Participant } && one.Person == member.PersonId)?.TextVersion;
        var answer = file.RecordingAnswer(member.PersonId) switch
        {
            true => RecordingConsent.Granted,
            false => RecordingConsent.Refused,
            null => RecordingConsent.Unanswered,
        };
        if (answer != member.Consent)
        {
            member.Consent = answer;
            Tell(new RoomEvent.ParticipantChanged(member.View));
        }
    }

    /// <summary>Reads where the recording is, brings the media node there, and tells the room if anything is new.</summary>
    private async Task RefreshRecordingAsync() => await RefreshRecordingAsync(resumeFailed: false);

    private async Task RefreshRecordingAsync(bool resumeFailed)
    {
        if (_isMoved || Epoch == 0)
        {
            return; // What the recording does is for the node that runs the room.
        }

        var view = await FindRecordingAsync();
        var begins = NeedsEpoch(view, resumeFailed);
        if (begins)
        {
            if (await _services.Recordings.LeaseAsync(view.Id!.Value, _services.Node.Name, Now, view.Epoch) is not Outcome<RecordingLife>.Done)
            {
                return; // Another node was faster: the fact that says so leads to the next look.
            }

            view = await FindRecordingAsync();
            _journaledMarks = (await _services.Recordings.LoadAsync(view.Id!.Value)).Marks.Length;
        }

        await JournalMarksAsync();

        var before = RecordingNow;
        if (begins || _recording.Running is not null || view.State != RecordingStatus.On)
        {
            try
            {
                await _recording.ApplyAsync(view, Recordable(view), Now, CancellationToken.None);
            }
            catch (MediaRefusedException refused)
            {
                view = await FailAsync(view, refused.Code);
            }
        }

        _view = view;
        if (view is { State: RecordingStatus.Finalizing, Id: { } ended })
        {
            _services.Finisher.Add(ended, Consult);
        }

        var now = RecordingNow;
        if (IsNews(before, now))
        {
            Tell(new RoomEvent.RecordingChanged(now));
        }

        if (_asked is { } asked && VerbFor(asked.On, now.State) is null)
        {
            EndAsk(now.State == RecordingStatus.Failed ? RecordingAnswer.Dropped : RecordingAnswer.Switched);
        }
    }

    /// <summary>Marks that were set since the last look, on whichever node, before the recording can be stopped.</summary>
    private async Task JournalMarksAsync()
    {
        if (_recording.Running is not { } running)
        {
            return;
        }

        foreach (var mark in (await _services.Recordings.LoadAsync(new(running))).Marks.Skip(_journaledMarks))
        {
            _journaledMarks++;
            try
            {
                await _services.Media.MarkRecordingAsync(Room, mark.Label ?? string.Empty);
            }
            catch (MediaRefusedException)
            {
                // It ended by itself; the mark stands in the case, and the next look sees to the recording.
            }
        }
    }

    private async Task<RecordingStateView> FindRecordingAsync() =>
        (await _services.Recordings.FindStateAsync(Consult, Now)).ToAnswer().Value;

    /// <summary>A recording begins on this node, or one that a fault or a restart broke off goes on.</summary>
    /// <remarks>Not before somebody is here: a room that was taken over has nothing to record until its people come.</remarks>
    private bool NeedsEpoch(RecordingStateView view, bool resumeFailed) =>
        _recording.Running is null && view.Id is not null
        && _members.Values.Any(one => one is { Connected: true, Side: not RoomSide.Observer }) && (view.State switch
        {
            RecordingStatus.On => true,
            RecordingStatus.Failed => resumeFailed,
            _ => false,
        });

    private async Task RecoverAsync(MediaEvent.RecordingProblem problem)
    {
        const int MostNewEpochs = 3;
        _services.Logger.RecordingProblem(problem.RecordingId, problem.Code);
        if (_isMoved || !problem.Stopped || _recording.Running != problem.RecordingId)
        {
            return; // Packets lost to a full queue, or a disk that fills: the recording goes on.
        }

        await _recording.StopAsync();
        if (!await IsStillHereAsync())
        {
            return; // It goes on elsewhere, and is not to be failed there.
        }

        await _services.Recordings.FailAsync(new(problem.RecordingId), problem.Code, Now, _view?.Epoch);
        await RefreshRecordingAsync(resumeFailed: ++_newEpochs <= MostNewEpochs);
        if (_view is { State: RecordingStatus.Failed })
        {
            // Only where no new epoch goes on: a gap of a moment asks nobody for a reason.
            await _services.Desk.ReportUnrecordedAsync(Consult, problem.Code, Now);
        }
    }

    private async Task<RecordingStateView> FailAsync(RecordingStateView view, string cause)
    {
        await _services.Recordings.FailAsync(view.Id!.Value, cause, Now, view.Epoch);
        await _services.Desk.ReportUnrecordedAsync(Consult, cause, Now);
        return await FindRecordingAsync();
    }

    private List<RecordedParticipant> Recordable(RecordingStateView view) =>
        [.. _members.Values.Where(one => one.Side != RoomSide.Observer).Select(one => new RecordedParticipant(
            one.Id, one.Person.Name.Zh, Camel(one.Side), view.MayRecord.Contains(one.PersonId))
        {
            ConsentVersion = one.ConsentVersion,
        })];

    /// <summary>Ends the room for everybody in it; without a reason nobody is told, and everybody tries to come back.
    /// </summary>
    private async Task CloseAsync(string? reason)
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        if (reason is not null)
        {
            Tell(new RoomEvent.Ended(reason));
        }

        await _recording.StopAsync();
        await _services.Media.CloseRoomAsync(Room);
        await ReleaseAsync();
        await Task.WhenAll(_members.Values.Select(member => member.Outbox?.CloseAsync() ?? Task.CompletedTask));
        _loop.Stop();
    }

    private static bool IsNews(RecordingView before, RecordingView now) =>
        before.Id != now.Id || before.State != now.State || before.Progress != now.Progress
        || before.Since != now.Since || before.WaitsForPatient != now.WaitsForPatient || !before.WaitingFor.SequenceEqual(now.WaitingFor, StringComparer.Ordinal);

    private static bool IsLoss(DisconnectReason reason) => reason is DisconnectReason.TimedOut
        or DisconnectReason.ClosedByPeer or DisconnectReason.HandshakeFailed or DisconnectReason.Failed;

    // Who sends stills, or a small picture, has a link that is no better than that, whatever little goes by it without loss.
    private static int MostOf(LinkMode? mode) => mode switch
    {
        LinkMode.Photo => LinkMeasurement.StillsScore,
        LinkMode.Weak => LinkMeasurement.LessScore,
        _ => LinkMeasurement.BestScore,
    };

    private static LinkWord Word(int score) => score switch
    {
        >= 4 => LinkWord.Good,
        3 => LinkWord.Fair,
        >= 1 => LinkWord.Weak,
        _ => LinkWord.Lost,
    };

    private static string Camel<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{char.ToLowerInvariant(name[0])}{name[1..]}");
    }
}
