using OxyPlot;

namespace OpsLog.Bench.Harness;

/// <summary>
/// Measures text for a drawing. The program that shows the drawing chooses the font, which can be wider than the one that
/// is measured here.
/// </summary>
internal sealed class WideText() : PdfRenderContext(0, 0, OxyColors.White)
{
    private const double Wider = 1.35;

    public override OxySize MeasureText(string text, string fontFamily, double fontSize, double fontWeight)
    {
        OxySize size = base.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(size.Width * Wider, size.Height);
    }
}
