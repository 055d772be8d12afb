namespace Telemed.Server.Problems;

/// <summary>A kind of refusal that callers can rely on: a stable code, its HTTP status and a title.</summary>
/// <param name="Code">Stable; also the last part of the problem's type.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">One short English sentence, the same for every problem of this kind.</param>
internal sealed record ProblemKind(string Code, int Status, string Title)
{
    private const string TypeRoot = "https://telemed.invalid/problems/";

    /// <summary>The stable type of RFC 9457, section 3.1.1.</summary>
    public string Type => TypeRoot + Code;

    /// <summary>User or password is wrong; which of them is not said.</summary>
    public static readonly ProblemKind SignInRefused = new("sign-in-refused", 401, "The user or the password is wrong.");

    /// <summary>The password is right; a code of the second factor is wanted as well.</summary>
    public static readonly ProblemKind SecondFactorRequired =
        new("second-factor-required", 401, "A code of the second factor is needed.");

    /// <summary>No session, or one that has ended.</summary>
    public static readonly ProblemKind SignedOut = new("signed-out", 401, "Sign in first.");

    /// <summary>Too many wrong passwords.</summary>
    public static readonly ProblemKind LockedOut = new("locked-out", 429, "The account is locked for a while.");

    /// <summary>The caller asks more often than is allowed.</summary>
    public static readonly ProblemKind TooManyRequests = new("too-many-requests", 429, "Too many requests.");

    /// <summary>The person may not do this.</summary>
    public static readonly ProblemKind Forbidden = new("forbidden", 403, "This is not allowed.");

    /// <summary>It is not there, or the person may not know of it.</summary>
    public static readonly ProblemKind NotFound = new("not-found", 404, "This is not here.");

    /// <summary>The address is there, the method is not.</summary>
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "This method is not offered.");

    /// <summary>The request cannot be read or has faulty fields.</summary>
    public static readonly ProblemKind Invalid = new("invalid", 400, "The request is faulty.");

    /// <summary>The body is larger than is taken.</summary>
    public static readonly ProblemKind TooLarge = new("too-large", 413, "The request is too large.");

    /// <summary>The body is not JSON by its content type.</summary>
    public static readonly ProblemKind NotJson = new("unsupported-media-type", 415, "The request must be JSON.");

    /// <summary>A range that the file does not have.</summary>
    public static readonly ProblemKind RangeNotSatisfiable = new("range-not-satisfiable", 416, "There is no such range.");

    /// <summary>The decider refuses; the reason says why.</summary>
    public static readonly ProblemKind Refused = new("refused", 409, "This cannot be done now.");

    /// <summary>Somebody else was faster; trying again may help.</summary>
    public static readonly ProblemKind Conflict = new("conflict", 409, "Somebody else changed this at the same moment.");

    /// <summary>The join token is none of ours.</summary>
    public static readonly ProblemKind TokenInvalid = new("token-invalid", 401, "The join token is not valid.");

    /// <summary>The join token is too old.</summary>
    public static readonly ProblemKind TokenExpired = new("token-expired", 401, "The join token has expired.");

    /// <summary>The join token was used before.</summary>
    public static readonly ProblemKind TokenUsed = new("token-used", 401, "The join token was used already.");

    /// <summary>The join token is for another room.</summary>
    public static readonly ProblemKind TokenOtherRoom = new("token-other-room", 401, "The join token is for another room.");

    /// <summary>The offer is no SDP: RFC 9725 section 4.2 wants 400 where the hub, whose envelope is sound, says 422.</summary>
    public static readonly ProblemKind OfferUnreadable = new("offer-unreadable", 400, "The offer cannot be read.");

    /// <summary>Another device sends this feed.</summary>
    public static readonly ProblemKind FeedTaken = new("feed-taken", 409, "Another device sends this feed.");

    /// <summary>The entity tag is not that of the present ICE session.</summary>
    public static readonly ProblemKind PreconditionFailed =
        new("precondition-failed", 412, "The entity tag is not the present one.");

    /// <summary>There is no entity tag.</summary>
    public static readonly ProblemKind PreconditionRequired = new("precondition-required", 428, "If-Match is missing.");

    /// <summary>The offer is no SDP.</summary>
    public static readonly ProblemKind OfferMalformed = new("offer-malformed", 422, "The offer cannot be read.");

    /// <summary>The offer asks for what there is not.</summary>
    public static readonly ProblemKind OfferUnsupported = new("offer-unsupported", 422, "The offer is not supported.");

    /// <summary>There is no such publication.</summary>
    public static readonly ProblemKind NoSuchPublication = new("no-such-publication", 404, "There is no such publication.");

    /// <summary>The room is closed.</summary>
    public static readonly ProblemKind RoomClosed = new("room-closed", 409, "The room is closed.");

    /// <summary>Another node runs the room; a new token names it.</summary>
    public static readonly ProblemKind RoomElsewhere = new("room-elsewhere", 409, "Another node runs the room.");

    /// <summary>The recording cannot do this now.</summary>
    public static readonly ProblemKind RecordingUnavailable =
        new("recording-unavailable", 409, "The recording cannot do this now.");

    /// <summary>The node has no room left.</summary>
    public static readonly ProblemKind Overloaded = new("overloaded", 503, "The server has no room left.");

    /// <summary>The database does not answer.</summary>
    public static readonly ProblemKind DatabaseAway =
        new("database-away", 503, "The records cannot be reached at the moment. Try again shortly.");

    /// <summary>The case holds what a newer version wrote; a node of that version knows it.</summary>
    public static readonly ProblemKind NewerVersion =
        new("newer-version", 503, "This node is older than the case. Ask another node, or again shortly.");

    /// <summary>A fault of ours.</summary>
    public static readonly ProblemKind Internal = new("internal", 500, "Something went wrong on our side.");

    /// <summary>Every kind, for the description of the API and for look-ups.</summary>
    public static readonly IReadOnlyList<ProblemKind> All =
    [
        SignInRefused, SecondFactorRequired, SignedOut, LockedOut, TooManyRequests, Forbidden, NotFound, MethodNotAllowed, Invalid, TooLarge,
        NotJson, RangeNotSatisfiable, Refused, Conflict, TokenInvalid, TokenExpired, TokenUsed, TokenOtherRoom,
        OfferMalformed, OfferUnreadable, OfferUnsupported, FeedTaken, PreconditionFailed, PreconditionRequired, NoSuchPublication, RoomClosed, RoomElsewhere, RecordingUnavailable, Overloaded, DatabaseAway, NewerVersion, Internal,
    ];

    /// <summary>The kind with this code; null when there is none.</summary>
    public static ProblemKind? ByCode(string code) => All.FirstOrDefault(kind => kind.Code == code);

    /// <summary>The kind that stands for a bare HTTP status which the framework gave.</summary>
    public static ProblemKind ByStatus(int status) => status switch
    {
        401 => SignedOut,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        409 => Conflict,
        413 => TooLarge,
        415 => NotJson,
        416 => RangeNotSatisfiable,
        429 => TooManyRequests,
        503 => Overloaded,
        >= 500 => Internal,
        _ => Invalid,
    };
}
