from django import forms

from groups.fields import Line

from ..models import Question


class QuestionForm(forms.ModelForm):
    wording = Line(label="The question", max_length=160)
    guidance = Line(label="Guidance under it", required=False, max_length=240)

    class Meta:
        model = Question
        fields = ("wording", "guidance", "enabled", "required")
        labels = {"enabled": "Ask this", "required": "An answer is needed"}
