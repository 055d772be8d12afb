namespace Telemed.Consults.Institutions;

/// <summary>
/// A small invented network to try the product with: a prefecture hospital, a county hospital, two township clinics and
/// eighteen people; one specialist per service is on call; a few rooms and a device. Every name and number in it is made up.
/// </summary>
public static class DemoNetwork
{
    /// <summary>The requesting doctor whom the demonstration signs in.</summary>
    public const string ClinicDoctorUser = "liu.min";

    /// <summary>The specialist whom the demonstration rings: on call for emergencies and cardiology.</summary>
    public const string SpecialistUser = "zhao.wei";

    /// <summary>The network, with the rota reaching from a day before to ten years after an instant.</summary>
    public static Network Build(DateTimeOffset now)
    {
        var people = People();
        var rota = Duty().Select(duty =>
            new RotaShift(new(duty.Person), new(duty.Service), now.AddDays(-1), now.AddYears(10)));
        return new Network(Institutions(), Services(), people, rota, resources: Resources());
    }

    private static IEnumerable<Service> Services() =>
    [
        new(new("emergency"), new("急诊医学", "Emergency medicine")),
        new(new("cardiology"), new("心血管内科", "Cardiology")),
        new(new("neurology"), new("神经内科", "Neurology")),
        new(new("paediatrics"), new("儿科", "Paediatrics")),
        new(new("radiology"), new("放射科", "Radiology"), Read: true),
        new(new("obstetrics"), new("妇产科", "Obstetrics and gynaecology"), Reviewed: true),
    ];

    private static IEnumerable<Institution> Institutions() =>
    [
        Node("pref-hospital", "云河地区人民医院", "Yunhe Prefecture People's Hospital", InstitutionLevel.Prefecture,
            "tertiaryHospital", null,
            ["emergency", "cardiology", "neurology", "paediatrics", "radiology", "obstetrics"], [], "0990-555-0100"),
        Node("county-hospital", "青泉县人民医院", "Qingquan County People's Hospital", InstitutionLevel.County,
            "countyHospital", "pref-hospital", ["emergency", "paediatrics"], ["pref-hospital"], "0990-555-0120"),
        Node("clinic-east", "东沟镇卫生院", "Donggou Township Health Centre", InstitutionLevel.Township,
            "townshipCentre", "county-hospital", [], ["county-hospital", "pref-hospital"], null),
        Node("clinic-west", "西柳乡卫生院", "Xiliu Township Health Centre", InstitutionLevel.Township,
            "townshipCentre", "county-hospital", [], ["county-hospital", "pref-hospital"], null),
    ];

    private static IEnumerable<StaffMember> People() =>
    [
        Person("p-liu-min", "liu.min", "刘敏", "Liu Min", "主治医师", "Attending physician",
            [Role.RequestingDoctor], "clinic-east", [], "110652900000101", 8),
        Person("p-aynur", "aynur", "阿依努尔", "Aynur", "住院医师", "Resident physician",
            [Role.RequestingDoctor], "clinic-west", [], "110652900000102", 5, "ug"),
        Person("p-ma-hong", "ma.hong", "马红", "Ma Hong", "主管护师", "Nurse in charge",
            [Role.Nurse], "clinic-east", [], "201652900000103", 11),
        Person("p-sun-lei", "sun.lei", "孙磊", "Sun Lei", "副主任医师", "Associate chief physician",
            [Role.Specialist, Role.RequestingDoctor], "county-hospital", ["paediatrics"], "110652900000104", 14),
        Person("p-zhao-wei", "zhao.wei", "赵伟", "Zhao Wei", "主任医师", "Chief physician",
            [Role.Specialist], "pref-hospital", ["emergency", "cardiology"], "110652900000105", 22),
        Person("p-chen-jing", "chen.jing", "陈静", "Chen Jing", "副主任医师", "Associate chief physician",
            [Role.Specialist], "pref-hospital", ["cardiology"], "110652900000106", 15),
        Person("p-wang-qiang", "wang.qiang", "王强", "Wang Qiang", "主任医师", "Chief physician",
            [Role.Specialist], "pref-hospital", ["neurology"], "110652900000107", 19),
        Person("p-gulnar", "gulnar", "古丽娜尔", "Gulnar", "主任医师", "Chief physician",
            [Role.Specialist], "pref-hospital", ["paediatrics", "obstetrics"], "110652900000108", 17, "ug", "kk"),
        Person("p-huang-tao", "huang.tao", "黄涛", "Huang Tao", "副主任医师", "Associate chief physician",
            [Role.Specialist], "pref-hospital", ["radiology"], "110652900000109", 13),
        Person("p-he-yan", "he.yan", "何燕", "He Yan", "调度员", "Dispatcher",
            [Role.Dispatcher], "pref-hospital", [], null, 0),
        Person("p-xu-fang", "xu.fang", "徐芳", "Xu Fang", "病案管理员", "Records officer",
            [Role.RecordsOfficer], "pref-hospital", [], null, 0),
        Person("p-tang-yu", "tang.yu", "唐宇", "Tang Yu", "病案管理员", "Records officer",
            [Role.RecordsOfficer], "pref-hospital", [], null, 0),
        Person("p-guo-bin", "guo.bin", "郭斌", "Guo Bin", "系统管理员", "Administrator",
            [Role.Administrator, Role.Operator], "pref-hospital", [], null, 0),
        Person("p-zhou-li", "zhou.li", "周丽", "Zhou Li", "质控医师", "Quality reviewer",
            [Role.QualityReviewer], "pref-hospital", [], "110652900000113", 16),
        Person("p-mai-ming", "mai.ming", "买明", "Mai Ming", "翻译", "Interpreter",
            [Role.Interpreter], "pref-hospital", [], null, 0, "ug", "kk"),
        Person("p-ding-yan", "ding.yan", "丁燕", "Ding Yan", "规培医师", "Resident in training",
            [Role.Trainee], "county-hospital", [], null, 0),
        Person("p-tang-xin", "tang.xin", "唐欣", "Tang Xin", "隐私专员", "Privacy officer",
            [Role.PrivacyOfficer], "pref-hospital", [], null, 0),
        Person("p-lin-hai", "lin.hai", "林海", "Lin Hai", "监管员", "Regulator",
            [Role.Regulator], "pref-hospital", [], null, 0),
    ];

    private static IEnumerable<Resource> Resources() =>
    [
        new(new("r-east-room"), new("clinic-east"), ResourceKind.Room, new("会诊室", "Consult room")),
        new(new("r-east-ultrasound"), new("clinic-east"), ResourceKind.Device, new("超声", "Ultrasound")),
        new(new("r-west-room"), new("clinic-west"), ResourceKind.Room, new("会诊室", "Consult room")),
        new(new("r-pref-room-1"), new("pref-hospital"), ResourceKind.Room, new("远程会诊室 1", "Telemedicine room 1")),
        new(new("r-pref-room-2"), new("pref-hospital"), ResourceKind.Room, new("远程会诊室 2", "Telemedicine room 2")),
    ];

    private static IEnumerable<(string Person, string Service)> Duty() =>
    [
        ("p-zhao-wei", "emergency"), ("p-zhao-wei", "cardiology"), ("p-wang-qiang", "neurology"),
        ("p-gulnar", "paediatrics"), ("p-gulnar", "obstetrics"), ("p-huang-tao", "radiology"),
    ];

    private static Institution Node(
        string id,
        string zh,
        string en,
        InstitutionLevel level,
        string type,
        string? parent,
        string[] services,
        string[] mayAsk,
        string? phone) => new(
            new(id),
            new(zh, en),
            level,
            type,
            parent is null ? null : new InstitutionId(parent),
            [.. services.Select(ServiceCode.From)],
            [.. mayAsk.Select(InstitutionId.From)],
            phone);

    private static StaffMember Person(
        string id,
        string user,
        string zh,
        string en,
        string titleZh,
        string titleEn,
        Role[] roles,
        string institution,
        string[] services,
        string? licence,
        int years,
        params string[] languages) => new(
            new(id),
            user,
            new(zh, en),
            new(titleZh, titleEn),
            roles,
            new(institution),
            [.. services.Select(ServiceCode.From)],
            ["zh", .. languages],
            licence,
            years);
}
